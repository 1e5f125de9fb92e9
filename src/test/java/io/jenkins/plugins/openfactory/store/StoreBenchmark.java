package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.benchmark.Bench;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the store costs beside bare commits of SQLite in WAL mode with synchronous=FULL, in turns. No test. Arguments: a
 * folder on the disk to measure.
 */
final class StoreBenchmark {
    private static final int ROUNDS = 2000;
    private static final int WARM_UP = 500;
    private static final int THREADS = 32;
    private static final int APPENDS = 100;
    private static final String RECORD =
            "{\"argv\":[\"make\",\"test\"],\"cwd\":\"\",\"end\":\"2026-11-22T10:00:00Z\",\"exitCode\":0,\"rule\":\"make-test\"}";

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "store-benchmark");
        try (RunStore store = Stores.embedded(folder.resolve("store.db"), Clock.systemUTC());
                BareCommits bare = new BareCommits(folder.resolve("bare.db"))) {
            store.create(Rows.run("r1"));
            effects(store, bare);
            audit(store, bare);
        }
    }

    private static void effects(RunStore store, BareCommits bare) throws Exception {
        Bench.Pair pair = Bench.inTurns(WARM_UP, ROUNDS, round -> paid(store, "k" + round), round -> bare.commit(2));
        Bench.compared("intent, then outcome with its costs", pair.ours(), "two bare WAL FULL commits", pair.other());
    }

    private static void paid(RunStore store, String key) {
        store.intend(Rows.intent("r1", key));
        store.complete(
                "r1",
                key,
                "{}",
                "",
                Rows.NOW,
                Optional.of(Rows.exchange("r1", key)),
                Optional.of(Rows.ledger("r1", key, 15, 0.25, true)));
    }

    private static void audit(RunStore store, BareCommits bare) throws Exception {
        Bench.Pair single =
                Bench.inTurns(WARM_UP, ROUNDS, round -> store.appendAudit("r1", RECORD), round -> bare.commit(1));
        Bench.compared(
                "audit record, one command at a time", single.ours(), "one bare WAL FULL commit", single.other());
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            Bench.Pair many = Bench.inTurns(3, 15, round -> together(pool, store), round -> bare.commit(APPENDS));
            Bench.row(
                    "audit record, 32 commands at once",
                    many.ours().each(THREADS * APPENDS),
                    "one bare WAL FULL commit each",
                    many.other().each(APPENDS),
                    0.2);
        } finally {
            pool.shutdown();
        }
    }

    private static void together(ExecutorService pool, RunStore store) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            pool.execute(() -> {
                for (int i = 0; i < APPENDS; i++) {
                    store.appendAudit("r1", RECORD);
                }
                done.countDown();
            });
        }
        done.await();
    }
}
