package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak GitHub's API and leave things out. */
class CiGateForeignServerTest {
    @TempDir(factory = MemoryFolder.class)
    static Path folder;

    private static GateBench bench;

    @BeforeAll
    static void open() throws IOException {
        bench = new GateBench(folder, GateBench.GOOD);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void reset() {
        bench.reset();
        bench.server.state.require("tests", null);
    }

    private RunRow ending(String word) {
        bench.server.workflows = commit -> {
            ObjectNode run = bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
            bench.time.in(Duration.ofSeconds(20), () -> bench.server.state.complete(run, word, word));
        };
        return bench.go();
    }

    private static void done(RunRow row) {
        assertThat(row.errorText()).isEmpty();
        assertThat(row.state()).isEqualTo(JobState.DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check_suite",
                "app",
                "output",
                "html_url details_url",
                "label",
                "draft mergeable_state merged",
                "permissions",
                "clone_url",
                "protection",
                "protected protection",
                "total_count",
                "head_sha",
                "started_at completed_at",
                "node_id external_id pull_requests url user"
            })
    void shouldReadAnswersThatLackFields(String fields) {
        bench.server.dropped.addAll(List.of(fields.split(" ")));
        done(ending("success"));
        bench.reset();
        bench.server.state.require("tests", null);
        bench.server.dropped.addAll(List.of(fields.split(" ")));
        assertThat(ending("failure").state()).isEqualTo(JobState.CI_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".*/rules/branches/.*",
                ".*/branches/[^/]+",
                ".*/branches",
                ".*/statuses",
                ".*/check-runs/\\d+",
                ".*/annotations",
                ".*/logs",
                "/user",
                "/apps/.*",
                ".*/actions/jobs/.*"
            })
    void shouldDoWithoutAResource(String path) {
        bench.server.missing.add(path);
        done(ending("success"));
    }

    @Test
    void shouldRunAJobAgainWhereActionsAreUnknown() {
        bench.server.missing.add(".*/actions/.*");
        bench.server.rerun = (run, kind) ->
                bench.server.workflows.accept(run.path("head_sha").asText());
        RunRow row = ending("cancelled");
        assertThat(row.errorCode()).contains("infrastructure");
        assertThat(bench.asked("POST", "/rerequest")).hasSize(1);
        assertThat(bench.server.state.runs).hasSize(2);
    }

    @Test
    void shouldDoWithoutEtags() {
        bench.server.withoutEtags = true;
        done(ending("success"));
    }

    @Test
    void shouldReadEveryPageWithoutLinks() {
        bench.server.withoutLinks = true;
        bench.server.workflows = commit -> {
            bench.server.state.complete(
                    bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions"), "success", "");
            for (int i = 0; i < 150; i++) {
                bench.server.state.run(commit, "other-" + i, 5, "other");
            }
            ObjectNode last = bench.server.state.run(commit, "tests", 9, "last");
            bench.server.state.complete(last, "neutral", "");
            for (int i = 0; i < 120; i++) {
                bench.server.state.status(commit, "context-" + i, "pending", "ann");
            }
        };
        assertThat(bench.go().errorCode()).contains("neutral");
        bench.server.dropped.add("total_count");
        assertThat(bench.go().errorCode()).contains("neutral");
    }

    @Test
    void shouldNotTakeAnOlderStatusForTheNewestWhateverTheOrder() {
        bench.server.workflows = commit -> {
            ObjectNode newest = bench.server.state.status(commit, "tests", "pending", "ann");
            ObjectNode older = bench.server.state.status(commit, "tests", "success", "ann");
            older.put("id", newest.path("id").asLong() - 1);
        };
        assertThat(bench.go().state()).isEqualTo(JobState.CI_FAILED);
    }

    @Test
    void shouldCountEachRunWhereNoSuiteTellsThemApart() {
        bench.server.dropped.add("check_suite");
        bench.server.workflows = commit -> {
            ObjectNode first = bench.server.state.run(commit, "tests", 5, "one");
            first.putObject("check_suite").put("id", 1);
            bench.server.state.complete(first, "neutral", "");
            bench.server.state.complete(bench.server.state.run(commit, "tests", 5, "one"), "success", "");
        };
        assertThat(bench.go().errorCode()).contains("neutral");
    }

    @Test
    void shouldReadAPullRequestThatIsNotThereYet() {
        int[] asked = {0};
        bench.server.interruption = (request, response) -> {
            bench.tick();
            boolean early = request.getMethod().equals("GET")
                    && request.getRequestURI().matches(".*/pulls/\\d+")
                    && asked[0]++ < 4;
            if (early) {
                response.setStatus(404);
            }
            return early;
        };
        done(ending("success"));
        assertThat(asked[0]).isGreaterThan(4);
    }
}
