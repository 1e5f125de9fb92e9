package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts processes from a thread that lives as long as this process. A process that dies with its parent ({@code
 * PR_SET_PDEATHSIG}, prctl(2)) dies with the thread that started it; a thread of a pool may end while others still need
 * what it started. Safe for any thread.
 */
public final class Spawner {
    private static final LinkedBlockingQueue<Start> WAITING = new LinkedBlockingQueue<>();

    static {
        Thread thread = new Thread(Spawner::work, "openfactory-spawner");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private Spawner() {}

    private record Start(ProcessBuilder builder, CompletableFuture<Process> started) {}

    /**
     * Starts a process. Takes as long as the start does, whether interrupted or not.
     *
     * @throws IOException where it could not be started
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        Start start = new Start(builder, new CompletableFuture<>());
        WAITING.add(start);
        try {
            return start.started().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failed
                    ? new IOException(failed.getMessage(), failed)
                    : new IOException(e.getCause());
        }
    }

    private static void work() {
        while (true) {
            try {
                Start start = WAITING.take();
                try {
                    start.started().complete(start.builder().start());
                } catch (IOException | RuntimeException e) {
                    start.started().completeExceptionally(e);
                }
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread, and commands would die with it.
                Thread.interrupted();
            }
        }
    }
}
