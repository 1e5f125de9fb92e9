package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.journal.Journal.Probe.Point;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate's work is broken off at each effect on a GitHub server, and gone on with by another process: what the world
 * sees is the same. {@code -Dopenfactory.crashes=all} breaks off at every boundary of every effect.
 */
class CiGateCrashTest {
    private static final Set<Point> POINTS = "all".equals(System.getProperty("openfactory.crashes"))
            ? EnumSet.allOf(Point.class)
            : EnumSet.of(Point.AFTER_PERFORM);

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

    /** What the world and the record show in the end. */
    private record Outcome(
            JobState state,
            String code,
            int pulls,
            List<String> pushes,
            int comments,
            int workflows,
            long fixes,
            List<String> artifacts,
            String checks) {}

    /** Its first check is cancelled, then fails, and is mended; the mended one ends as this word says. */
    private String story(String last) {
        bench.reset().fix(1, "bye for now");
        bench.server.state.require("tests", GitHubState.ACTIONS);
        Deque<String> words = new ArrayDeque<>(List.of("cancelled", "failure", last));
        bench.server.workflows = commit -> {
            ObjectNode run = bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
            String word = words.isEmpty() ? last : words.poll();
            bench.time.in(Duration.ofSeconds(20), () -> bench.server.state.complete(run, word, word));
        };
        bench.server.rerun = (run, kind) ->
                bench.server.workflows.accept(run.path("head_sha").asText());
        return bench.run();
    }

    private Outcome outcome(String run, RunRow row) {
        return new Outcome(
                row.state(),
                row.errorCode().orElse(""),
                bench.server.state.pulls.size(),
                bench.asked("PUSH", "").stream()
                        .map(line -> line.replace(run, "RUN").replaceFirst(" [0-9a-f]{40}$", ""))
                        .toList(),
                bench.server.state.comments.size(),
                bench.server.state.runs.size(),
                bench.fixes(run),
                bench.artifacts(run),
                bench.checks(run).findValuesAsText("verdict").toString());
    }

    /** An undisturbed run and the moments at which one can be broken off, in order. */
    private Outcome undisturbed(String last, List<String> moments) {
        String run = story(last);
        bench.probe = (point, key) -> {
            if (POINTS.contains(point)) {
                moments.add(point + " of " + key);
            }
        };
        return outcome(run, bench.go(run));
    }

    private Outcome brokenOff(String last, int moment) {
        String run = story(last);
        CancelToken process = new CancelToken();
        AtomicInteger left = new AtomicInteger(moment);
        bench.probe = (point, key) -> {
            if (POINTS.contains(point) && left.getAndDecrement() == 0) {
                process.suspend();
                process.throwIfCancelled();
            }
        };
        RunRow row = bench.factory().proceed(run, StageId.RELEASE_ARTIFACTS, process);
        assertThat(row.state().ended()).isFalse();
        bench.probe = (point, key) -> {};
        return outcome(run, bench.go(run));
    }

    @Test
    void shouldDoEverythingOnceWhereverItIsBrokenOff() {
        List<String> moments = new ArrayList<>();
        Outcome expected = undisturbed("success", moments);
        assertThat(expected.state()).isEqualTo(JobState.DONE);
        assertThat(expected.pulls()).isEqualTo(1);
        assertThat(expected.pushes()).hasSize(2);
        assertThat(expected.workflows()).isEqualTo(3);
        assertThat(expected.fixes()).isEqualTo(1);
        assertThat(moments).hasSizeGreaterThan(25);
        for (int i = 0; i < moments.size(); i++) {
            assertThat(brokenOff("success", i)).as(moments.get(i)).isEqualTo(expected);
        }
    }

    @Test
    void shouldCommentOnceWhereverItIsBrokenOff() {
        List<String> moments = new ArrayList<>();
        Outcome expected = undisturbed("skipped", moments);
        assertThat(expected.code()).isEqualTo("skipped");
        // one for the mend, one for the end
        assertThat(expected.comments()).isEqualTo(2);
        for (int i = moments.size() - 6; i < moments.size(); i++) {
            assertThat(brokenOff("skipped", i)).as(moments.get(i)).isEqualTo(expected);
        }
    }

    @Test
    void shouldGoOnWithAWaitThatWasBrokenOff() {
        for (int second : List.of(6, 14, 26, 33, 55)) {
            String run = story("success");
            CancelToken process = new CancelToken();
            bench.time.at(Duration.ofSeconds(second), process::suspend);
            bench.factory().proceed(run, StageId.RELEASE_ARTIFACTS, process);
            RunRow row = bench.go(run);
            assertThat(row.state())
                    .as("after " + second + " s: " + row.errorText())
                    .isEqualTo(JobState.DONE);
            assertThat(bench.asked("PUSH", "")).hasSize(2);
            assertThat(bench.server.state.pulls).hasSize(1);
            assertThat(bench.server.state.runs).hasSize(3);
        }
    }
}
