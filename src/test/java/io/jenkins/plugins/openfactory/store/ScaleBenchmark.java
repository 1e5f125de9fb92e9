package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.benchmark.Bench;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * List, status and start of a run with 100 and with 10,000 ended runs in the store, in turns, and how large the store is.
 * No test. Arguments: a folder on the disk to measure.
 */
final class ScaleBenchmark {
    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final int EFFECTS = 10;
    private static final int ROUNDS = 400;
    private static final double GOAL = 1.5;

    private ScaleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "scale-benchmark");
        FactoryHome few = home(folder.resolve("few"));
        FactoryHome many = home(folder.resolve("many"));
        try (RunStore small = filled(few, FEW);
                RunStore large = filled(many, MANY)) {
            row("list of the newest 50 runs, 10,000 in the store", large, small, (store, round) -> store.runs(50));
            row(
                    "status document, 10,000 runs in the store",
                    large,
                    small,
                    (store, round) -> RunStatusDocument.of(store, "r" + round * 7919 % (store == large ? MANY : FEW)));
            Bench.Pair start = Bench.inTurns(
                    50, ROUNDS, round -> start(large, many, "n" + round), round -> start(small, few, "n" + round));
            Bench.row("record and claim a run, 10,000 in the store", start.ours(), "100 runs", start.other(), GOAL);
            row(
                    "runs that need somebody, 10,000 in the store",
                    large,
                    small,
                    (store, round) -> store.leases().idle(50));
            prune(large, many);
        }
        double each = (double) Files.size(many.store()) / MANY;
        double eachOfFew = (double) Files.size(few.store()) / FEW;
        System.out.printf("store: %.1f KiB a run at 10,000, %.1f KiB a run at 100%n", each / 1024, eachOfFew / 1024);
    }

    private interface Question {
        Object ask(RunStore store, int round);
    }

    private static void row(String what, RunStore large, RunStore small, Question question) throws Exception {
        Bench.Pair times =
                Bench.inTurns(100, ROUNDS, round -> question.ask(large, round), round -> question.ask(small, round));
        Bench.row(what, times.ours(), "100 runs", times.other(), GOAL);
    }

    private static void start(RunStore store, FactoryHome home, String run) {
        store.create(Rows.run(run, Rows.NOW.plusSeconds(MANY)));
        RunClaim.take(store, home, run, new CancelToken()).close();
        store.update(run, row -> row.withState(JobState.DONE));
    }

    /** Retention bounds the store: the space of what goes is used again. */
    private static void prune(RunStore store, FactoryHome home) throws Exception {
        long before = Files.size(home.store());
        Clock clock = Clock.systemUTC();
        Retention retention = new Retention(store, new RunRemoval(store, home), clock);
        Retention.Bound half = new Retention.Bound(Optional.empty(), Optional.of(MANY / 2));
        long begun = System.nanoTime();
        int gone = retention
                .apply(new Retention.Policy(half, Retention.Bound.NONE, Retention.Bound.NONE), false)
                .runs()
                .size();
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
        fill(store, "again", MANY / 2);
        System.out.printf(
                "retention: %d runs deleted in %.1f s; as many recorded again: the store has %.2f times its size%n",
                gone, seconds, (double) Files.size(home.store()) / before);
    }

    private static FactoryHome home(Path root) throws Exception {
        Files.createDirectories(root);
        return new FactoryHome(root, root.resolve("workspaces"));
    }

    private static RunStore filled(FactoryHome home, int runs) {
        RunStore store = Stores.embedded(home.store(), Clock.systemUTC());
        fill(store, "r", runs);
        return store;
    }

    private static void fill(RunStore store, String prefix, int runs) {
        IntStream.range(0, runs).parallel().forEach(i -> {
            String run = prefix + i;
            store.create(Rows.run(run, Rows.NOW.plusSeconds(i)));
            for (int effect = 0; effect < EFFECTS; effect++) {
                String key = "k" + effect;
                store.intend(Rows.intent(run, key));
                store.complete(
                        run,
                        key,
                        "{\"text\":\"" + "x".repeat(500) + "\"}",
                        "",
                        Rows.NOW,
                        Optional.of(Rows.exchange(run, key)),
                        Optional.of(Rows.ledger(run, key, 15, 0.25, true)));
            }
            store.update(run, row -> row.withState(JobState.DONE));
        });
    }
}
