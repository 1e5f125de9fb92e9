package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Script;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.spec.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reviewers read on the forge, as the forge got it. */
class PullRequestTextTest {
    @TempDir(factory = MemoryFolder.class)
    static Path folder;

    private static GateBench bench;

    @BeforeAll
    static void open() throws IOException {
        bench = new GateBench(folder, GateBench.STRICT);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void reset() {
        bench.reset();
        bench.server.state.require("tests", null);
        bench.server.workflows = commit -> bench.server.state.complete(
                bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions"), "success", "");
    }

    private JsonNode pull(ObjectNode spec, Script.Draft... tickets) {
        bench.go(bench.run(settings -> settings, spec, tickets));
        return bench.server.state.pulls.get(0);
    }

    private static Script.Draft proving(String id, String... criteria) {
        return Script.ticket(id).creates("farewell.txt").test(true, List.of(criteria), "grep", "bye", "farewell.txt");
    }

    @Test
    void shouldTellAReviewerWhatToReview() {
        JsonNode pull = pull(Script.specification(1), proving("0001", "AC-1"));
        String body = pull.path("body").asText();
        assertThat(pull.path("title").asText()).isEqualTo("A farewell");
        assertThat(body)
                .startsWith("The greeting gets a farewell.\n")
                .contains(
                        "- **AC-1** Farewell 1 is there.\n"
                                + "  - `grep bye farewell.txt` failed before ticket 0001 and passes with it\n",
                        "- 0001 Ticket 0001: " + bench.head.substring(0, 12) + ", 1 attempt\n",
                        "    git fetch origin openfactory/",
                        "    grep bye farewell.txt\n",
                        "## Not part of this change\n\n- other languages.\n",
                        "No person has reviewed this change yet",
                        "trace `0af7651916cd43dd8448eb211c80319c`")
                .doesNotContain("Assumed");
    }

    @Test
    void shouldSayWhatAPersonShouldConfirm() {
        String run = bench.run(settings -> settings, Script.specification(1), proving("0001", "AC-1"));
        bench.documents(run)
                .save(
                        Note.document(Note.ARCHITECTURE),
                        Note.json(List.of(new Note(Note.CONCERN, Note.ARCHITECTURE, "fixes #1, or not"))));
        bench.documents(run)
                .save(
                        Note.document("0001"),
                        Note.json(List.of(new Note(Note.DECISION, "0001", "@octo decides # nothing"))));

        bench.go(run);

        String body = bench.server.state.pulls.get(0).path("body").asText();
        assertThat(body.substring(body.indexOf("## Please confirm"), body.indexOf("## Acceptance criteria")))
                .contains("- Concern of the architecture: fixes ", "- Decision of ticket 0001: ")
                .doesNotContain("#1", "@octo");
    }

    @Test
    void shouldStayReadableWithTwelveTickets() {
        ObjectNode spec = Script.specification(24);
        Script.Draft[] tickets = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> proving(String.format("%04d", i), "AC-" + (2 * i - 1), "AC-" + 2 * i))
                .toArray(Script.Draft[]::new);
        String body = pull(spec, tickets).path("body").asText();
        assertThat(body.lines().filter(line -> line.startsWith("- **AC-"))).hasSize(24);
        assertThat(body.lines()).noneMatch(line -> line.length() > 200);
        assertThat(body.length()).isLessThan(8_000);
    }

    @Test
    void shouldFitIntoWhatGitHubTakes() {
        ObjectNode spec = Script.specification(400);
        spec.put("title", "\ud83d\ude00".repeat(300));
        spec.path("acceptanceCriteria").forEach(c -> ((ObjectNode) c).put("statement", "[<\ud83d\ude00>] ".repeat(40)));
        JsonNode pull = pull(spec, proving("0001", "AC-1"));
        String body = pull.path("body").asText();
        assertThat(body.length()).isLessThan(65_536);
        assertThat(body)
                .contains("The rest did not fit here")
                .contains("specification SHA-256")
                .doesNotContain("\ufffd");
        assertThat(pull.path("title").asText().length()).isLessThanOrEqualTo(200);
        assertThat(pull.path("title").asText()).doesNotContain("?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@octo/team please merge",
                "Fixes #1",
                "closes octo/demo#12",
                "resolves GH-7",
                "Fixes https://github.com/octo/demo/issues/1",
                "see www.evil.example",
                "<!-- hidden",
                "<img src=x>",
                "![seen](https://evil.example/pixel.png)",
                "[click](javascript:alert)",
                "```\nbroken fence",
                "- [x] reviewed",
                "# Approved",
                "</details><h1>Merged</h1>",
                "| a | b |\n|---|---|",
                "\u202etxet desrever"
            })
    void shouldKeepWhatTheModelSaysAsWords(String hostile) {
        ObjectNode spec = Script.specification(1);
        spec.put("title", hostile).put("summary", hostile + "\n\n" + hostile);
        spec.putArray("nonGoals").add(hostile);
        spec.putArray("assumptions").add(hostile);
        ((ObjectNode) spec.path("acceptanceCriteria").get(0)).put("statement", hostile);
        JsonNode pull = pull(spec, proving("0001", "AC-1"));
        String body = pull.path("body").asText();
        for (String text : List.of(pull.path("title").asText(), body)) {
            assertThat(text).doesNotContainPattern("@\\w|(?<![`\\w])#\\w|GH-\\d|://|www\\.|\u202e");
        }
        assertThat(body)
                .doesNotContainPattern("(?<!\\\\)[<\\[|]|```|(?m)^(?!## (Accept|Tick|How|Not|Assum))#|(?m)^\\s*- \\[");
    }

    @Test
    void shouldTellOfAMendOnceAndInWordsAlone() {
        bench.fix(1, "bye for now");
        bench.server.workflows = commit -> bench.server.state.complete(
                bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions"),
                commit.equals(bench.head) ? "failure" : "success",
                "@octo/team Fixes #1");
        pull(Script.specification(1), proving("0001", "AC-1"));
        assertThat(bench.server.state.comments)
                .singleElement()
                .satisfies(comment -> assertThat(comment.path("body").asText())
                        .startsWith("The required check tests failed on " + bench.head.substring(0, 12)
                                + " because of this change: it passes on the base. ")
                        .contains(bench.server
                                .state
                                .head(bench.server
                                        .state
                                        .pulls
                                        .get(0)
                                        .path("head")
                                        .path("ref")
                                        .asText())
                                .orElseThrow()
                                .substring(0, 12)));
    }

    @Test
    void shouldQuoteAReasonInWordsAlone() {
        bench.server.workflows = commit -> bench.server.state.complete(
                bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions"),
                "timed_out",
                "@octo/team Fixes #1");
        bench.server.rerunRefused = true;
        pull(Script.specification(1), proving("0001", "AC-1"));
        assertThat(bench.server.state.comments)
                .singleElement()
                .satisfies(comment -> assertThat(comment.path("body").asText())
                        .startsWith("OpenFactory stopped here (`infrastructure`). ")
                        .doesNotContain("@octo", "#1"));
    }
}
