package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every run store must do for many threads, for several processes, and when a process is killed. */
abstract class SharedStoreContract extends RunStoreContract {
    private static final String SHARED = "shared";

    /** The store's address for another process. */
    abstract String url();

    /** Closes the store and opens it again. */
    abstract void reopen();

    @Test
    void shouldServeManyThreads() throws Exception {
        store().create(Rows.run(SHARED));
        runTogether(8, thread -> {
            for (int i = 0; i < 25; i++) {
                String key = thread + "-" + i;
                store().intend(Rows.intent(SHARED, key));
                assertThatThrownBy(() -> store().complete(
                                        SHARED, "none", "{}", "", Rows.NOW, Optional.empty(), Optional.empty()))
                        .isInstanceOf(IllegalStateException.class);
                store().complete(
                                SHARED,
                                key,
                                "{}",
                                "",
                                Rows.NOW,
                                Optional.of(Rows.exchange(SHARED, key)),
                                Optional.of(Rows.ledger(SHARED, key, 15, 0.25, true)));
                store().appendAudit(SHARED, "{\"key\":\"" + key + "\"}");
                assertThat(store().effect(SHARED, key).flatMap(EffectRow::outcome))
                        .isPresent();
            }
            return null;
        });
        assertThat(store().audit(SHARED)).hasSize(200);
        assertThat(store().usage(SHARED)).isEqualTo(new RunStore.Usage(2000, 1000, 50, 200, 0));
        Rows.assertConsistent(store(), SHARED);
    }

    @Test
    void shouldLoseNoChangeOfARun() throws Exception {
        store().create(Rows.run(SHARED));
        runTogether(8, thread -> {
            for (int i = 0; i < 10; i++) {
                store().update(
                                SHARED,
                                run -> run.withError(
                                        JobState.FAILED, run.errorCode().orElse("") + "x", "counting"));
            }
            return null;
        });
        assertThat(store().run(SHARED).flatMap(RunRow::errorCode)).contains("x".repeat(80));
    }

    @Test
    void shouldNumberEachThingOnceForManyThreads() throws Exception {
        List<Long> pulls = runTogether(
                8,
                thread -> store().forge()
                        .addPull("a/b", "head" + thread % 4, "main", "T", "B", Rows.NOW)
                        .number());
        assertThat(pulls).containsOnly(1L, 2L, 3L, 4L);
        List<Long> checks = runTogether(
                8,
                thread ->
                        store().forge().addCheck("a/b", "c", "tests", Rows.NOW).id());
        assertThat(checks).doesNotHaveDuplicates();
        assertThat(store().forge().checks("a/b", "c")).hasSize(1).allMatch(check -> check.attempt() == 8);
    }

    @Test
    void shouldServeSeveralProcessesAtOnce() throws Exception {
        store().create(Rows.run(SHARED));
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (String name : List.of("a", "b", "c")) {
                children.add(new ChildJvm(StoreChild.class, "share", url(), SHARED, name, "60"));
            }
            for (int i = 0; i < 60; i++) {
                store().appendAudit(SHARED, "{\"by\":\"parent\"}");
            }
            int granted = 0;
            for (ChildJvm child : children) {
                granted += child.lines().stream().mapToInt(Integer::parseInt).sum();
                assertThat(child.exitCode()).isZero();
            }
            assertThat(granted).as("reservations of 10 within 1000").isEqualTo(100);
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
        assertThat(store().audit(SHARED)).hasSize(240);
        Rows.assertChain(store().audit(SHARED));
        assertThat(store().ledger(SHARED)).hasSize(100);
    }

    @Test
    void shouldKeepWhatWasRecordedAndNothingHalfWhenKilled() throws Exception {
        store().create(Rows.run(SHARED));
        int recorded = 0;
        for (int untilKilled : new int[] {1, 40, 97}) {
            try (ChildJvm child = new ChildJvm(StoreChild.class, "work", url(), SHARED, "until" + untilKilled)) {
                for (int i = 0; i < untilKilled; i++) {
                    child.line();
                }
                child.kill();
                recorded += untilKilled + child.lines().size();
            }
            reopen();
            Rows.assertConsistent(store(), SHARED);
            assertThat(store().audit(SHARED)).hasSizeGreaterThanOrEqualTo(recorded);
            assertThat(store().usage(SHARED).exchanges()).isGreaterThanOrEqualTo(recorded);
        }
        store().intend(Rows.intent(SHARED, "after"));
        assertThat(store().effect(SHARED, "after")).isPresent();
    }

    /** Runs the task in so many threads and gives their results; the first failure is thrown. */
    static <T> List<T> runTogether(int threads, Task<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> calls = IntStream.range(0, threads)
                    .<Callable<T>>mapToObj(thread -> () -> task.run(thread))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    interface Task<T> {
        T run(int thread) throws Exception;
    }
}
