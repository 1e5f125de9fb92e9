package io.jenkins.plugins.openfactory.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks work in progress to stop. One token per run; safe for any thread. */
public final class CancelToken {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean suspended = new AtomicBoolean();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();

    /** Asks for the stop and runs every registered callback once, in the calling thread. Later calls do nothing. */
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            callbacks.forEach(Runnable::run);
        }
    }

    /** Stops work in progress as {@link #cancel} does, because this process ends and another one will go on. */
    public void suspend() {
        suspended.compareAndSet(false, !isCancelled());
        cancel();
    }

    /** Whether the work stopped because this process ends. */
    public boolean isSuspended() {
        return suspended.get();
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /**
     * Returns at once unless a stop was asked for.
     *
     * @throws RunCancelledException if one was
     */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new RunCancelledException();
        }
    }

    /**
     * Registers what to do on cancel (kill a process, close a connection). Close the result when the work is over. A
     * callback registered after the cancel runs at once.
     */
    public Registration onCancel(Runnable callback) {
        AtomicBoolean ran = new AtomicBoolean();
        Runnable once = () -> {
            if (ran.compareAndSet(false, true)) {
                callback.run();
            }
        };
        callbacks.add(once);
        if (isCancelled()) {
            once.run();
        }
        return () -> callbacks.remove(once);
    }

    /** Takes a callback back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
