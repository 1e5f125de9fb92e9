package io.jenkins.plugins.openfactory.engine.stage.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.evidence.view.HtmlReport;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a run with twelve tickets, in which every word of the model, of people and of logs wants to act. */
class ReleasePagesTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9!]+)((?:\\s+[a-zA-Z-]+=\"[^\"<>]*\"|\\s+html)*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)=\"([^\"]*)\"");
    private static final Set<String> VOID = Set.of("meta", "!doctype");

    @TempDir
    static Path recorded;

    private static RecordedRun run;
    private static StageResult result;
    private static String page;

    @BeforeAll
    static void release() throws IOException {
        run = RecordedRun.green(recorded, 12, Plan.HOSTILE);
        result = RecordedRun.stage().run(run.context());
        page = text(HtmlReport.PATH);
        run.close();
    }

    private static String text(String path) throws IOException {
        return new String(run.artifacts.get(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReleaseARunOfManyTickets() throws IOException {
        assertThat(result).isInstanceOf(StageResult.Succeeded.class);
        assertThat(Manifest.parse(text(Manifest.PATH)).differences(run.artifacts.list()))
                .isEmpty();
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
        assertThat(page).contains("id=\"t-0012\"", "id=\"AC-12\"");
    }

    @Test
    void shouldHoldNothingThatCouldAct() {
        Set<String> tags = new TreeSet<>();
        Set<String> attributes = new TreeSet<>();
        for (Matcher tag : tags(page)) {
            tags.add(tag.group(2));
            Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
            while (attribute.find()) {
                attributes.add(attribute.group(1));
                if (attribute.group(1).equals("href")) {
                    assertThat(attribute.group(2)).matches("#[A-Za-z0-9-]+|\\.\\./.*|https://git\\.example\\.org/.*");
                }
            }
        }
        assertThat(tags).doesNotContain("iframe", "object", "img", "link", "form", "input", "base", "embed");
        assertThat(attributes).noneMatch(name -> name.startsWith("on")).doesNotContain("style", "src", "srcset");
    }

    @Test
    void shouldCarryItsDataAsJsonThatCannotEndItsElement() {
        List<String> scripts = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>")
                .matcher(page)
                .results()
                .map(found -> found.group(1).strip() + "|" + found.group(2))
                .toList();
        assertThat(scripts).hasSize(3);
        assertThat(scripts.get(0)).startsWith("type=\"application/json\" id=\"ofx-document\"|{");
        assertThat(scripts.get(1)).startsWith("type=\"application/json\" id=\"ofx-parts\"|{");
        assertThat(scripts.get(2)).startsWith("|");
        for (String data : scripts.subList(0, 2)) {
            assertThat(data).doesNotContain("<", "\u2028");
        }
        String document = scripts.get(0).substring(scripts.get(0).indexOf('|') + 1);
        assertThat(JsonSchemas.validate("run-view", Json.read(document))).isEmpty();
    }

    @Test
    void shouldBeWellFormed() {
        Deque<String> open = new ArrayDeque<>();
        for (Matcher tag : tags(page)) {
            if (tag.group(1).isEmpty() && !VOID.contains(tag.group(2))) {
                open.push(tag.group(2));
            } else if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    /** Every tag of a page; fails where a {@code <} is no part of one. */
    private static List<Matcher> tags(String html) {
        String body = html.replaceFirst("(?s)<style>.*?</style>", "<style></style>")
                .replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
        List<Matcher> tags = new ArrayList<>();
        int at = body.indexOf('<');
        while (at >= 0) {
            Matcher tag = TAG.matcher(body).region(at, body.length());
            assertThat(tag.lookingAt())
                    .as(body.substring(at, Math.min(body.length(), at + 80)))
                    .isTrue();
            tags.add(tag);
            at = body.indexOf('<', tag.end());
        }
        return tags;
    }

    @Test
    void shouldShowWhatWouldTurnOrHideText() throws IOException {
        for (String path :
                List.of(HtmlReport.PATH, "FINAL_SUMMARY.md", "RUNBOOK.md", "TEST_REPORT.md", "SECURITY_NOTES.md")) {
            assertThat(text(path)).as(path).doesNotContain("\u202E", "\u001B").contains("‹U+202E›");
        }
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "{{style}}", "${g} $1");
    }

    @Test
    void shouldKeepMarkdownInert() throws IOException {
        for (String path : List.of("FINAL_SUMMARY.md", "RUNBOOK.md", "TEST_REPORT.md", "SECURITY_NOTES.md")) {
            String outsideOfCode = text(path)
                    .replaceAll("(?ms)^(`{3,})[^\n]*\n.*?^\\1$", "")
                    .replaceAll("(?<!\\\\)(`+)(?!`).*?[^`]\\1(?!`)", "");
            assertThat(outsideOfCode).as(path).doesNotContainPattern("(?<!\\\\)<(?!br>|https://git\\.example\\.org)");
            assertThat(outsideOfCode).as(path).doesNotContainPattern("(?<!\\\\)\\[(a|p)(?<!\\\\)\\]");
        }
    }

    @Test
    void shouldStayBelowTwoMillionBytesWhateverItIsGiven() throws IOException {
        RecordedRun again = run.copy(recorded.resolveSibling(recorded.getFileName() + "-copy"));
        try (again) {
            List<Artifact> artifacts = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                artifacts.add(new Artifact("CI_EVIDENCE/" + i + ".log", i, "7".repeat(64)));
            }
            Observed observed = Observed.of(again.context(), "", artifacts);
            String patch = ("+<&\"'>" + "\u202E".repeat(50) + "\n").repeat(20_000);

            String html =
                    HtmlReport.render(observed.evidence(), observed.status(), artifacts, path -> Optional.of(patch));

            assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
            assertThat(html).contains("more rows that this page leaves out");
        }
    }
}
