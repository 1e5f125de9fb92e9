package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose fault a failure is, and what that costs, with real commands and a GitHub server. */
class CiGateTriageTest {
    @TempDir(factory = MemoryFolder.class)
    static Path folder;

    private static GateBench strict;
    private static GateBench good;
    private static GateBench bad;

    @BeforeAll
    static void open() throws IOException {
        strict = new GateBench(folder.resolve("strict"), GateBench.STRICT);
        good = new GateBench(folder.resolve("good"), GateBench.GOOD);
        bad = new GateBench(folder.resolve("bad"), "echo 'broken before'\nexit 1\n");
    }

    @AfterAll
    static void close() {
        List.of(strict, good, bad).forEach(GateBench::close);
    }

    /** Workflows that end as these words say, the last one from then on, and show this text. */
    private static void answer(GateBench bench, String shown, String... words) {
        bench.reset();
        bench.server.state.require("tests", GitHubState.ACTIONS);
        Deque<String> next = new ArrayDeque<>(List.of(words));
        bench.server.workflows = commit -> {
            ObjectNode run = bench.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
            String word = next.size() > 1 ? next.poll() : next.peek();
            bench.time.in(Duration.ofSeconds(20), () -> bench.server.state.complete(run, word, shown));
        };
        bench.server.rerun = (run, kind) ->
                bench.server.workflows.accept(run.path("head_sha").asText());
    }

    private static void ciFailed(GateBench bench, RunRow row, String code) {
        assertThat(row.errorCode()).as(row.errorText().orElse("")).contains(code);
        assertThat(row.state()).isEqualTo(JobState.CI_FAILED);
        assertThat(bench.artifact(row.runId(), "CI_EVIDENCE/round-1.json")).contains("\"commit\"", "\"verdict\"");
        assertThat(bench.server.state.comments)
                .singleElement()
                .satisfies(
                        comment -> assertThat(comment.path("body").asText()).contains("(`" + code + "`)", row.runId()));
    }

    @Test
    void shouldMendWhatThePatchBrokeWithinTheBound() {
        answer(strict, "too short", "failure", "success");
        strict.fix(1, "bye, everybody").fix(2, "bye for now");
        RunRow row = strict.go();
        assertThat(row.state()).as(row.errorText().orElse("")).isEqualTo(JobState.DONE);
        assertThat(strict.fixes(row.runId())).isEqualTo(2);
        assertThat(strict.asked("PUSH", "")).hasSize(2);
        assertThat(strict.artifact(row.runId(), "CI_EVIDENCE/round-1.json")).contains("caused_by_patch", "sh");
        assertThat(strict.artifact(row.runId(), "CI_EVIDENCE/fix-2.diff")).contains("+bye for now");
        assertThat(strict.server.state.comments)
                .singleElement()
                .satisfies(comment -> assertThat(comment.path("body").asText()).contains("because of this change"));
    }

    @Test
    void shouldPushNoMendThatDoesNotHelp() {
        answer(strict, "too short", "failure");
        strict.fix(1, "bye, everybody").fix(2, "bye, all");
        RunRow row = strict.go();
        ciFailed(strict, row, "fixes_exhausted");
        assertThat(strict.fixes(row.runId())).isEqualTo(2);
        assertThat(strict.asked("PUSH", "")).hasSize(1);
    }

    @Test
    void shouldStopBeforeAMendThatNobodyCanReviewIsPushed() {
        answer(strict, "too short", "failure", "success");
        strict.fix(1, "bye for now\n".repeat(30));
        RunRow row = strict.go(strict.run(settings -> settings.put("maxDiffLines", 20)));
        assertThat(row.errorCode()).contains("diff_too_large");
        assertThat(strict.asked("PUSH", "")).hasSize(1);
    }

    @Test
    void shouldSpendNothingOnWhatWasBrokenBefore() {
        answer(bad, "broken before", "failure");
        RunRow row = bad.go();
        ciFailed(bad, row, "pre_existing");
        assertThat(bad.fixes(row.runId())).isZero();
        assertThat(bad.server.state.runs).hasSize(1);
        assertThat(bad.checks(row.runId()).get(0).path("verdict").asText()).isEqualTo("pre_existing");
    }

    @Test
    void shouldRunAFlakyCheckOnceMore() {
        answer(good, "1 test failed", "failure", "success");
        RunRow row = good.go();
        assertThat(row.state()).isEqualTo(JobState.DONE);
        assertThat(good.fixes(row.runId())).isZero();
        assertThat(good.artifact(row.runId(), "CI_EVIDENCE/round-1.json")).contains("\"flaky\"");

        answer(good, "1 test failed", "failure");
        RunRow again = good.go();
        ciFailed(good, again, "flaky");
        assertThat(good.server.state.runs).hasSize(2);
        assertThat(good.fixes(again.runId())).isZero();
    }

    @Test
    void shouldKnowTroubleOfTheMachine() {
        answer(good, "##[error]No space left on device", "failure");
        RunRow row = good.go();
        ciFailed(good, row, "infrastructure");
        assertThat(row.errorText().orElseThrow()).contains("No space left on device");
        assertThat(good.server.state.runs).hasSize(2);
        assertThat(good.fixes(row.runId())).isZero();
    }

    @Test
    void shouldJudgeNothingThatCanNotBeReproduced() {
        answer(good, "1 test failed", "failure");
        RunRow row = good.go(good.run(settings -> {
            settings.putObject("checks");
            return settings;
        }));
        ciFailed(good, row, "infrastructure");
        assertThat(row.errorText().orElseThrow())
                .contains("nothing is known that would reproduce it", ".openfactory.yml");
    }

    @Test
    void shouldComeBackForChecksInsteadOfWaiting() {
        answer(strict, "too short", "failure", "success");
        strict.fix(1, "bye for now");
        String run = strict.run();
        Duration before = strict.time.since();
        Factory.Progress first = advance(run);
        assertThat(first.row().state()).isEqualTo(JobState.WAITING);
        assertThat(first.row().waitingFor()).contains(WaitReason.CI);
        assertThat(strict.checks(run).get(0).path("status").asText()).isEqualTo("queued");
        assertThat(strict.time.since().minus(before)).isLessThan(Duration.ofSeconds(5));
        over(first);
        // triage, mend and push; then the checks of the mended commit are waited for
        Factory.Progress second = advance(run);
        assertThat(second.row().state()).isEqualTo(JobState.WAITING);
        assertThat(strict.fixes(run)).isEqualTo(1);
        // as after a restart: the watch is gone, and a new one is asked for
        Factory.Progress third = advance(run);
        over(third);
        assertThat(advance(run).row().state()).isEqualTo(JobState.DONE);
        assertThat(strict.asked("PUSH", "")).hasSize(2);
    }

    private static Factory.Progress advance(String run) {
        return strict.factory().advance(run, StageId.RELEASE_ARTIFACTS, new CancelToken());
    }

    private static void over(Factory.Progress progress) {
        int looks = 0;
        for (Optional<Duration> next = progress.watch().orElseThrow().look();
                next.isPresent();
                next = progress.watch().orElseThrow().look()) {
            strict.time.pass(next.get());
            looks++;
        }
        assertThat(looks).isBetween(1, 8);
    }

    @Test
    void shouldPollAnUnchangedCheckTenThousandTimesWithoutCost() {
        answer(good, "fine", "success");
        good.server.workflows = commit -> good.server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
        String run = good.run(settings -> settings.put("ciWaitSeconds", 86_400));
        Factory.Progress waiting = good.factory().advance(run, StageId.RELEASE_ARTIFACTS, new CancelToken());
        waiting.watch().orElseThrow().look();
        int charged = good.server.charged.get();
        long used = used();
        for (int i = 0; i < 10_000; i++) {
            assertThat(waiting.watch().orElseThrow().look()).isPresent();
        }
        assertThat(good.server.charged.get()).isEqualTo(charged);
        assertThat(used() - used).isLessThan(4L << 20);
    }

    /** Bytes in use when nothing is left to collect. */
    private static long used() {
        good.server.requests.clear();
        good.events.clear();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
