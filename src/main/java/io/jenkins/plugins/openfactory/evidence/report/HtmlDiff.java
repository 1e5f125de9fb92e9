package io.jenkins.plugins.openfactory.evidence.report;

/** Unified diffs, as many characters of them as the detail allows. For one report. */
final class HtmlDiff {
    private final Html html;
    private int left;

    HtmlDiff(Html html) {
        this.html = html;
        this.left = html.detail().patches();
    }

    /** Shows the beginning of a patch that stands whole in an artifact. */
    void show(String patch, String artifact) {
        int most = Math.min(left, html.detail().patch());
        String shown = cut(patch, most);
        left -= shown.length();
        html.open("details", "class", "patch").open("summary").text("Patch").close();
        if (!shown.isEmpty()) {
            html.open("pre", "class", "diff");
            shown.lines().forEach(this::line);
            html.close();
        }
        html.open("p", "class", "sub");
        html.text(shown.length() < patch.length() ? "Cut off here; the whole patch is " : "Also as ");
        html.artifact(artifact, artifact).text(".").close().closeLine();
    }

    /** Whole lines up to so many characters. */
    private static String cut(String patch, int most) {
        if (patch.length() <= most) {
            return patch;
        }
        int end = patch.lastIndexOf('\n', most);
        return end < 0 ? "" : patch.substring(0, end);
    }

    private void line(String line) {
        String kind = line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff ")
                ? "file"
                : line.startsWith("@@")
                        ? "place"
                        : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
        if (kind.isEmpty()) {
            html.text(line).text("\n");
        } else {
            html.open("span", "class", kind).text(line).close().text("\n");
        }
    }
}
