package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code report/index.html}: the run view as one file that needs nothing else and is readable from disk. Its own policy
 * allows its one script and its one style by their hashes and nothing more, so that a text of a model or a log could not
 * act even if it were not inert. Where scripts and styles are forbidden, as where Jenkins serves it among a build's
 * artifacts, it is a plain page.
 */
public final class HtmlReport {
    /** Where a bundle has it. */
    public static final String PATH = "report/index.html";

    private static final int MOST_BYTES = 2_000_000;
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    private HtmlReport() {}

    /**
     * Renders the report with as much detail as stays below two million bytes.
     *
     * @param status the status document as it is with the bundle complete
     * @param artifacts what the bundle holds beside it
     * @param read the text of an artifact by its path
     */
    public static String render(
            RunEvidence run, JsonNode status, List<Artifact> artifacts, Function<String, Optional<String>> read) {
        String log = Course.of(run);
        RunView view = FinishedRun.view(run, status, artifacts, log.getBytes(StandardCharsets.UTF_8).length);
        String page = "";
        for (Detail detail : List.of(Detail.FULL, Detail.BRIEF, Detail.LEAST)) {
            page = page(view, log, read, detail);
            if (page.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES) {
                return page;
            }
        }
        return page;
    }

    private static String page(RunView view, String log, Function<String, Optional<String>> read, Detail detail) {
        JsonNode document = view.json(detail.characters(), detail.rows());
        JsonNode parts = new Parts(detail, read).of(document, log);
        String style = "\n" + ViewFiles.style();
        String script = "\n" + ViewFiles.script();
        return fill(
                ViewFiles.text("report.html"),
                Map.of(
                        "style", style,
                        "style-hash", hash(style),
                        "script", script,
                        "script-hash", hash(script),
                        "document", data(document),
                        "parts", data(parts),
                        "title",
                                new Html(detail)
                                        .line(document.at("/spec/title").asText() + " – OpenFactory")
                                        .toString(),
                        "body", new PlainPage(document, new Html(detail)).render()));
    }

    /** JSON that can stand in a script element: it holds nothing that could end one or begin a comment. */
    private static String data(JsonNode json) {
        return Json.write(json)
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A text's hash as a source of a content security policy. */
    private static String hash(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    /** Puts each value in its place once; places within values stay as they are. */
    private static String fill(String template, Map<String, String> values) {
        StringBuilder filled = new StringBuilder(template.length());
        Matcher place = PLACE.matcher(template);
        int at = 0;
        while (place.find()) {
            filled.append(template, at, place.start()).append(Objects.requireNonNull(values.get(place.group(1))));
            at = place.end();
        }
        return filled.append(template, at, template.length()).toString();
    }
}
