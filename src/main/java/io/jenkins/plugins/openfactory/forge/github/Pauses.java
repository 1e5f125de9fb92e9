package io.jenkins.plugins.openfactory.forge.github;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits before GitHub is asked again. Implementations are safe for any thread. */
@FunctionalInterface
public interface Pauses {
    /** Blocks for that long, or until the run is cancelled, which is then thrown. */
    void pause(Duration duration, CancelToken cancel);

    /** Real time; an interrupted thread is a {@link WorldFault}. */
    static Pauses real() {
        return (duration, cancel) -> {
            CountDownLatch stopped = new CountDownLatch(1);
            CancelToken.Registration registration = cancel.onCancel(stopped::countDown);
            try {
                stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorldFault("interrupted", "Waiting for GitHub was interrupted; let the run go on.", e);
            } finally {
                registration.close();
            }
            cancel.throwIfCancelled();
        };
    }
}
