package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code report/index.html}: one file that needs nothing else, without scripts, readable from disk. Its own policy forbids
 * whatever it does not need, so that a text of a model or a log could not act even if it were not escaped.
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
     * @param artifacts what the bundle holds beside it
     * @param read the text of an artifact by its path
     */
    public static String render(RunEvidence run, List<Artifact> artifacts, Function<String, Optional<String>> read) {
        String page = "";
        for (Detail detail : List.of(Detail.FULL, Detail.BRIEF, Detail.LEAST)) {
            page = page(run, artifacts, read, detail);
            if (page.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES) {
                return page;
            }
        }
        return page;
    }

    private static String page(
            RunEvidence run, List<Artifact> artifacts, Function<String, Optional<String>> read, Detail detail) {
        String style = "\n" + resource("report.css");
        return fill(
                resource("page.html"),
                Map.of(
                        "style", style,
                        "style-hash", hash(style),
                        "title",
                                new Html(detail)
                                        .line(run.spec().title() + " – OpenFactory")
                                        .toString(),
                        "body", body(run, artifacts, read, new Html(detail))));
    }

    private static String body(
            RunEvidence run, List<Artifact> artifacts, Function<String, Optional<String>> read, Html html) {
        new HtmlOverview(run, html).head();
        html.open("main", "id", "top");
        new HtmlOverview(run, html).sections();
        new HtmlSpec(run, html).sections();
        new HtmlTickets(run, html, read).section();
        new HtmlTrace(run, html).section();
        new HtmlChecks(run, html).section();
        new HtmlRecord(run, html).sections(artifacts);
        html.closeLine();
        new HtmlOverview(run, html).foot();
        return html.toString();
    }

    /** The style's hash as a source of a content security policy. */
    private static String hash(String style) {
        byte[] digest = Sha256.digest().digest(style.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    /** Puts each value in its place once; places within values stay as they are. */
    private static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream("/report/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
