package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits before the next try. Implementations are safe for any thread. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Blocks for this long.
     *
     * @throws RunCancelledException as soon as the token is cancelled or the thread interrupted
     */
    void sleep(Duration pause, CancelToken cancel);

    /** Real time. */
    static Sleeper real() {
        return (pause, cancel) -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            CancelToken.Registration registration = cancel.onCancel(cancelled::countDown);
            try {
                if (cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new RunCancelledException();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunCancelledException();
            } finally {
                registration.close();
            }
        };
    }
}
