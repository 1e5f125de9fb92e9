package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.store.jdbc.Database.Work;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer connection for many threads. Work that comes in while a transaction is being flushed waits and shares the
 * next one, so that many threads pay for one flush (group commit); where a piece of it fails, each is done again alone.
 * There is no thread of its own: the first waiting thread leads a batch and then hands over.
 */
final class GroupCommit {
    private static final int MOST_IN_A_BATCH = 64;

    private final Session session;
    private final ReentrantLock connection = new ReentrantLock();
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private boolean led;
    private boolean flushing = true;
    private volatile Thread leader;

    GroupCommit(Session session) {
        this.session = session;
    }

    /** Runs the work in a transaction that is flushed; see {@link Database#write}. */
    <T> T run(Work<T> work) throws SQLException {
        return run(work, true);
    }

    /** @param flushed whether it must be on disk before this returns; where it shares a transaction, it is in any case */
    <T> T run(Work<T> work, boolean flushed) throws SQLException {
        if (leader == Thread.currentThread()) {
            throw new IllegalStateException("a change to the store must not call the store");
        }
        Job<T> job = new Job<>(work, flushed);
        synchronized (waiting) {
            waiting.add(job);
            if (!led) {
                led = true;
                job.turn.complete(Turn.LEAD);
            }
        }
        if (job.turn.join() == Turn.LEAD) {
            lead();
        }
        return job.result();
    }

    /** How many pieces of work have come in and are not begun. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Closes the connection once the batch under way is over. */
    void close() throws SQLException {
        connection.lock();
        try {
            session.close();
        } finally {
            connection.unlock();
        }
    }

    private void lead() {
        List<Job<?>> batch = new ArrayList<>();
        join(batch);
        connection.lock();
        leader = Thread.currentThread();
        try {
            if (batch.size() == 1 || !together(batch)) {
                batch.forEach(this::alone);
            }
        } finally {
            leader = null;
            connection.unlock();
            // Told first, so that those who go on at once come in before the next batch is closed.
            batch.forEach(job -> job.turn.complete(Turn.DONE));
            handOver();
        }
    }

    /** Takes in who waits: at the start of a batch, and again before it is flushed. */
    private void join(List<Job<?>> batch) {
        synchronized (waiting) {
            while (!waiting.isEmpty() && batch.size() < MOST_IN_A_BATCH) {
                batch.add(waiting.poll());
            }
        }
    }

    private void handOver() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                led = false;
            } else {
                waiting.peek().turn.complete(Turn.LEAD);
            }
        }
    }

    private <T> void alone(Job<T> job) {
        try {
            flush(job.flushed);
            session.perform("BEGIN IMMEDIATE");
            T value = job.work.run(session);
            session.perform("COMMIT");
            job.succeed(value);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack();
            job.fail(e);
        }
    }

    /**
     * All jobs in one transaction; false, with nothing done, where one of them failed or the transaction did. Then each has
     * one of its own: failures are rare, and savepoints would cost every batch as much as the work itself.
     */
    private boolean together(List<Job<?>> batch) {
        try {
            flush(true);
            session.perform("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            // Another process keeps the lock: to wait for it once more for each job would only take longer.
            batch.forEach(job -> job.fail(e));
            return true;
        }
        session.batch(true);
        try {
            int done = 0;
            while (done < batch.size()) {
                inBatch(batch.get(done++));
                if (done == batch.size()) {
                    join(batch);
                }
            }
            session.perform("COMMIT");
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack();
            return false;
        } finally {
            session.batch(false);
        }
    }

    /** Whether the next transaction is flushed when it is committed. */
    private void flush(boolean wanted) throws SQLException {
        if (wanted != flushing) {
            session.execute("PRAGMA synchronous=" + (wanted ? "FULL" : "NORMAL"));
            flushing = wanted;
        }
    }

    private <T> void inBatch(Job<T> job) throws SQLException {
        job.succeed(job.work.run(session));
    }

    private void rollBack() {
        try {
            session.perform("ROLLBACK");
        } catch (SQLException e) {
            // The database has rolled back by itself: it does so where the disk is full or fails.
        }
    }

    private enum Turn {
        LEAD,
        DONE
    }

    private static final class Job<T> {
        private final Work<T> work;
        private final boolean flushed;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();
        private T value;
        private Throwable failure;

        Job(Work<T> work, boolean flushed) {
            this.work = work;
            this.flushed = flushed;
        }

        void succeed(T result) {
            value = result;
            failure = null;
        }

        void fail(Throwable cause) {
            failure = cause;
        }

        T result() throws SQLException {
            if (failure instanceof SQLException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return value;
        }
    }
}
