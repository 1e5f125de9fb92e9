package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time that have nothing to do with each other. Stateless. */
final class AtOnce {
    /** Enough for waiting for a disk: those that come in while it flushes share its next flush. */
    private static final int THREADS = 4;

    private AtOnce() {}

    /**
     * Does all of them, and returns when none is under way any more.
     *
     * @return what came of each, in their order
     * @throws RuntimeException what the first of them threw, in their order, where one did; the others were still done
     * @throws RunCancelledException where this thread was interrupted; the interrupt is kept
     */
    static <T> List<T> all(List<Callable<T>> works) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, Math.max(1, works.size())), task -> {
            Thread thread = new Thread(task, "openfactory-at-once");
            thread.setDaemon(true);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            return thread;
        });
        try {
            List<T> results = new ArrayList<>();
            Optional<Throwable> fault = Optional.empty();
            for (Future<T> done : threads.invokeAll(works)) {
                try {
                    results.add(done.get());
                } catch (ExecutionException e) {
                    fault = fault.or(() -> Optional.of(e.getCause()));
                }
            }
            if (fault.isPresent()) {
                throw unchecked(fault.get());
            }
            return List.copyOf(results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        } finally {
            threads.shutdownNow();
        }
    }

    private static RuntimeException unchecked(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        return fault instanceof RuntimeException known ? known : new IllegalStateException(fault);
    }
}
