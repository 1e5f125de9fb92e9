package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.CancelToken;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a run's work when its wall-clock budget is used up. */
final class WallClock {
    private WallClock() {}

    /** Cancels after so many seconds; close the result when the work is over before. */
    static CancelToken.Registration start(int seconds, CancelToken cancel) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "openfactory-wall-clock");
            thread.setDaemon(true);
            return thread;
        });
        timer.schedule(cancel::cancel, seconds, TimeUnit.SECONDS);
        return timer::shutdownNow;
    }
}
