package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.engine.Contract;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** Each plays on a server of its own, and waits for it most of the time. */
    private static final int PLAYERS = 3 * Runtime.getRuntime().availableProcessors();

    @Test
    void shouldNeverCallDoneWhatIsNotAndAlwaysEnd() throws Exception {
        Map<JobState, Integer> ends = new ConcurrentHashMap<>();
        ExecutorService players = Executors.newFixedThreadPool(PLAYERS);
        try {
            List<Future<?>> played = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                int first = FROM + i;
                played.add(players.submit(() -> playFrom(first, ends)));
            }
            for (Future<?> player : played) {
                player.get();
            }
        } finally {
            players.shutdownNow();
        }
        System.Logger log = System.getLogger(CiGateHistoriesTest.class.getName());
        log.log(System.Logger.Level.INFO, "histories from " + FROM + ": " + ends);
        // a test of a gate that never opens would show nothing
        assertThat(ends.get(JobState.DONE)).isGreaterThan(HISTORIES / 20);
        assertThat(ends.get(JobState.CI_FAILED)).isGreaterThan(HISTORIES / 20);
    }

    private Void playFrom(int first, Map<JobState, Integer> ends) throws IOException {
        Path own = Files.createDirectory(folder.resolve("player-" + first));
        try (GateBench bench = new GateBench(own, GateBench.STRICT)) {
            for (int seed = first; seed < FROM + HISTORIES; seed += PLAYERS) {
                ends.merge(play(bench, seed), 1, Integer::sum);
            }
        }
        return null;
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
