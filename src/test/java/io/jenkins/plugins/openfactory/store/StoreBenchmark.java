package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteDataSource;

/**
 * What the store costs beside one bare commit of SQLite in WAL mode with synchronous=FULL, measured in turns in one
 * process. Prints medians and 95th percentiles in microseconds; no test. Arguments: a folder on the disk to measure.
 */
final class StoreBenchmark {
    private static final int ROUNDS = 3000;
    private static final int WARM_UP = 500;
    private static final int THREADS = 32;
    private static final int APPENDS = 200;

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "store-benchmark");
        try (RunStore store = Stores.embedded(folder.resolve("store.db"), Clock.systemUTC());
                Connection bare = bare(folder.resolve("bare.db"))) {
            store.create(Rows.run("r1"));
            double commit = effects(store, bare);
            audit(store, commit);
        }
        status(folder);
    }

    private static double effects(RunStore store, Connection bare) throws Exception {
        long[] bareNanos = new long[ROUNDS];
        long[] pairNanos = new long[ROUNDS];
        try (PreparedStatement insert = bare.prepareStatement("INSERT INTO t (k, v) VALUES (?, ?)")) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                String key = "k" + (i + WARM_UP);
                long start = System.nanoTime();
                insert.setString(1, key);
                insert.setString(2, "{\"q\":1}");
                insert.executeUpdate();
                long between = System.nanoTime();
                store.intend(Rows.intent("r1", key));
                store.complete(
                        "r1",
                        key,
                        "{}",
                        "",
                        Rows.NOW,
                        Optional.of(Rows.exchange("r1", key)),
                        Optional.of(Rows.ledger("r1", key, 15, 0.25, true)));
                long end = System.nanoTime();
                if (i >= 0) {
                    bareNanos[i] = between - start;
                    pairNanos[i] = end - between;
                }
            }
        }
        double commit = print("one bare commit", bareNanos);
        double pair = print("intend and complete (two commits)", pairNanos);
        System.out.printf(
                "%-46s %6.2f x (a pair), %.2f x (each of its commits)%n",
                "against a bare commit", pair / commit, pair / 2 / commit);
        return commit;
    }

    private static void audit(RunStore store, double commit) throws Exception {
        String record =
                "{\"argv\":[\"make\",\"test\"],\"cwd\":\"\",\"end\":\"2026-11-22T10:00:00Z\",\"exitCode\":0,\"rule\":\"make-test\"}";
        long[] single = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            store.appendAudit("r1", record);
            single[i] = System.nanoTime() - start;
        }
        double alone = print("audit append, one thread", single);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CountDownLatch done = new CountDownLatch(THREADS);
        long start = System.nanoTime();
        for (int thread = 0; thread < THREADS; thread++) {
            pool.execute(() -> {
                for (int i = 0; i < APPENDS; i++) {
                    store.appendAudit("r1", record);
                }
                done.countDown();
            });
        }
        done.await();
        double each = (System.nanoTime() - start) / 1000.0 / THREADS / APPENDS;
        pool.shutdown();
        System.out.printf("%-46s %8.1f%n", "audit append, 32 threads, per record", each);
        System.out.printf("%-46s %6.2f x, one thread %.2f x%n", "against a bare commit", each / commit, alone / commit);
    }

    private static void status(Path folder) {
        double few = status(folder.resolve("few.db"), 100);
        double many = status(folder.resolve("many.db"), 10_000);
        System.out.printf("%-46s %6.2f x%n", "against 100 runs", many / few);
    }

    private static double status(Path file, int runs) {
        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            IntStream.range(0, runs).parallel().forEach(i -> store.create(Rows.run("r" + i, Rows.NOW.plusSeconds(i))));
            long[] nanos = new long[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long start = System.nanoTime();
                RunStatusDocument.of(store, "r" + (Math.abs(i) * 7919) % runs);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            return print("status document at " + runs + " runs", nanos);
        }
    }

    private static Connection bare(Path file) throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT)");
        }
        return connection;
    }

    private static double print(String what, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2] / 1000.0;
        System.out.printf("%-46s %8.1f   p95 %8.1f%n", what, median, sorted[sorted.length * 95 / 100] / 1000.0);
        return median;
    }
}
