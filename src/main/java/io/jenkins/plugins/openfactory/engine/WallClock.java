package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.CancelToken;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a process' work on a run when the wall-clock budget is used up. Close it when the work is over. */
final class WallClock implements AutoCloseable {
    private final Optional<Integer> seconds;
    private final Optional<ScheduledExecutorService> timer;
    private volatile boolean passed;

    private WallClock(Optional<Integer> seconds, CancelToken cancel) {
        this.seconds = seconds;
        this.timer = seconds.map(bound -> {
            ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "openfactory-wall-clock");
                thread.setDaemon(true);
                return thread;
            });
            service.schedule(() -> pass(cancel), bound, TimeUnit.SECONDS);
            return service;
        });
    }

    /** Cancels after so many seconds; never where there is no bound. */
    static WallClock start(Optional<Integer> seconds, CancelToken cancel) {
        return new WallClock(seconds, cancel);
    }

    private void pass(CancelToken cancel) {
        if (!cancel.isCancelled()) {
            passed = true;
            cancel.cancel();
        }
    }

    /** Whether the budget, and nobody else, ended the work. */
    boolean passed() {
        return passed;
    }

    String text() {
        return "The wall-clock budget of " + seconds.orElse(0)
                + " seconds is used up. What is done so far is kept; let the run go on to give it as much again.";
    }

    @Override
    public void close() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
    }
}
