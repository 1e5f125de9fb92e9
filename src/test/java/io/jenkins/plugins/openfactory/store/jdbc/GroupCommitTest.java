package io.jenkins.plugins.openfactory.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.store.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    @TempDir
    Path home;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteFile.open(home.resolve("store.db"));
        database.write(session -> {
            RunTables.create(session, Rows.run("r1"));
            return 0;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldUndoOnlyTheJobThatFails() throws Exception {
        List<CompletableFuture<Integer>> jobs = batchOf(10, i -> session -> {
            RunTables.saveDocument(session, "r1", "d" + i, "{}");
            if (i % 3 == 0) {
                throw new ArithmeticException("job " + i);
            }
            return i;
        });
        for (int i = 0; i < 10; i++) {
            if (i % 3 == 0) {
                assertThatThrownBy(jobs.get(i)::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("job " + i);
            } else {
                assertThat(jobs.get(i).join()).isEqualTo(i);
            }
            boolean kept = document("d" + i);
            assertThat(kept).isEqualTo(i % 3 != 0);
        }
    }

    @Test
    void shouldDoEachJobAloneWhereTheTransactionFails() throws Exception {
        List<CompletableFuture<Integer>> jobs = batchOf(6, i -> session -> {
            RunTables.saveDocument(session, "r1", "d" + i, "{}");
            if (i == 3) {
                session.perform("ROLLBACK");
                throw new ArithmeticException("rolled everything back");
            }
            return i;
        });
        for (int i = 0; i < 6; i++) {
            jobs.get(i).exceptionally(e -> -1).join();
            assertThat(document("d" + i)).isEqualTo(i != 3);
        }
        assertThat(jobs.get(3)).isCompletedExceptionally();
    }

    private boolean document(String name) {
        return database.read(session -> RunTables.document(session, "r1", name)).isPresent();
    }

    /** Jobs that come in while the first one holds the transaction open, so that they share the next one. */
    private List<CompletableFuture<Integer>> batchOf(int jobs, JobSource source) throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(jobs);
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        Thread first = new Thread(() -> database.write(session -> {
            open.countDown();
            while (database.waiting() < jobs) {
                Thread.onSpinWait();
            }
            return 0;
        }));
        first.start();
        open.await();
        for (int i = 0; i < jobs; i++) {
            Database.Work<Integer> work = source.job(i);
            CompletableFuture<Integer> result = new CompletableFuture<>();
            results.add(result);
            new Thread(() -> {
                        try {
                            result.complete(database.write(work));
                        } catch (RuntimeException e) {
                            result.completeExceptionally(e);
                        }
                        all.countDown();
                    })
                    .start();
        }
        all.await();
        first.join();
        return results;
    }

    private interface JobSource {
        Database.Work<Integer> job(int index);
    }
}
