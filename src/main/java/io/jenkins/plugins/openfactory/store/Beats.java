package io.jenkins.plugins.openfactory.store;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Short work at intervals, for all runs of the process in two threads that end when there is none. */
final class Beats {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Beats() {}

    /** Does the work now and then again so long after each time; cancel the result to end it. */
    static ScheduledFuture<?> every(Duration pause, Runnable work) {
        return TIMER.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, work -> {
            Thread thread = new Thread(work, "openfactory-beat");
            thread.setDaemon(true);
            thread.setContextClassLoader(Beats.class.getClassLoader());
            return thread;
        });
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
