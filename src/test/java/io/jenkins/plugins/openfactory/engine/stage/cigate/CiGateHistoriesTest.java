package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.engine.Contract;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories against an oracle that reads the server's own state. {@code -Dopenfactory.histories=10000} plays more
 * of them, {@code -Dopenfactory.histories.from=N} others.
 */
class CiGateHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("openfactory.histories", 200);
    private static final int FROM = Integer.getInteger("openfactory.histories.from", 0);
    /** Each wait and each of their repetitions is bounded; this is beyond all of them together. */
    private static final Duration END = Duration.ofHours(12);

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    @Test
    void shouldNeverCallDoneWhatIsNotAndAlwaysEnd() throws IOException {
        Map<JobState, Integer> ends = new EnumMap<>(JobState.class);
        try (GateBench bench = new GateBench(folder, GateBench.STRICT)) {
            for (int seed = FROM; seed < FROM + HISTORIES; seed++) {
                ends.merge(play(bench, seed), 1, Integer::sum);
            }
        }
        System.Logger log = System.getLogger(CiGateHistoriesTest.class.getName());
        log.log(System.Logger.Level.INFO, "histories from " + FROM + ": " + ends);
        // a test of a gate that never opens would show nothing
        assertThat(ends.get(JobState.DONE)).isGreaterThan(HISTORIES / 20);
        assertThat(ends.get(JobState.CI_FAILED)).isGreaterThan(HISTORIES / 20);
    }

    private JobState play(GateBench bench, int seed) {
        Random random = new Random(seed * 7919L + 13);
        bench.reset().fix(1, random.nextBoolean() ? "bye for now" : "bye bye").fix(2, "bye for now, friend");
        String run = bench.run(settings -> settings.put("ciWaitSeconds", 600));
        History history = new History(bench, random, run);
        history.begin();
        try {
            RunRow row = bench.go(run);
            for (int i = 0; i < 3 && row.state() == JobState.FAILED; i++) {
                bench.time.pass(Duration.ofMinutes(20));
                row = bench.go(run);
            }
            judge(bench, history, row);
            return row.state();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "history " + seed + ": " + e.getMessage() + "\n" + String.join("\n", history.log), e);
        }
    }

    private static void judge(GateBench bench, History history, RunRow row) {
        assertThat(row.state()).isIn(JobState.DONE, JobState.CI_FAILED, JobState.FAILED);
        assertThat(bench.time.since()).isLessThan(END);
        assertThat(bench.server.state.pulls.size()).isLessThanOrEqualTo(1);
        if (row.state() == JobState.DONE) {
            String head = bench.documents(row.runId())
                    .json("green")
                    .orElseThrow()
                    .path("commit")
                    .asText();
            assertThat(history.wasGreen(head)).as("false done on " + head).isTrue();
        } else {
            Contract.clear(row.errorText().orElseThrow());
        }
    }
}
