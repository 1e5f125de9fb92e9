package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The claim to work on a run: the operating system's lock on this machine ({@link RunLock}), and the lease in the store
 * that keeps processes of other machines away. A heartbeat renews the lease. When another process has taken the run, or the
 * lease could not be renewed in time, the work is suspended: what it would still write is refused by the store.
 */
public final class RunClaim implements AutoCloseable {
    /** How long a lease lasts without a heartbeat. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final RunLock lock;
    private final RunStore store;
    private final Lease lease;
    private final CancelToken cancel;
    private final Duration life;
    private final AtomicLong beaten = new AtomicLong(System.nanoTime());
    private final ScheduledFuture<?> heart;

    private RunClaim(RunLock lock, RunStore store, Lease lease, CancelToken cancel, Duration life, Duration beat) {
        this.lock = lock;
        this.store = store;
        this.lease = lease;
        this.cancel = cancel;
        this.life = life;
        this.heart = Beats.every(beat, this::beat);
    }

    /**
     * Claims a run; close the result to give it up.
     *
     * @param cancel suspended when the claim is lost
     * @throws UserError naming the process or the home that has the run
     */
    public static RunClaim take(RunStore store, FactoryHome home, String runId, CancelToken cancel) {
        return take(store, home, runId, cancel, LIFE, BEAT);
    }

    static RunClaim take(
            RunStore store, FactoryHome home, String runId, CancelToken cancel, Duration life, Duration beat) {
        RunLock lock = RunLock.claim(home, runId);
        try {
            return new RunClaim(lock, store, lease(store, runId, cancel, life), cancel, life, beat);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** An owner on another machine may have been killed a moment ago, so its lease is waited for unless it is renewed. */
    private static Lease lease(RunStore store, String runId, CancelToken cancel, Duration life) {
        Optional<Lease> first = store.leases().of(runId);
        while (true) {
            try {
                return store.leases().takeLocked(runId, life);
            } catch (UserError e) {
                Optional<Lease> now = store.leases().of(runId);
                boolean dying = first.isPresent()
                        && now.isPresent()
                        && now.get().here()
                        && now.get().token() == first.get().token()
                        && now.get().until().equals(first.get().until());
                if (!dying) {
                    throw e;
                }
                cancel.throwIfCancelled();
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** Gives the claim up. Later calls do nothing. */
    @Override
    public void close() {
        heart.cancel(false);
        try {
            store.leases().giveUp(lease);
        } catch (WorldFault e) {
            // It runs out by itself.
        } finally {
            lock.close();
        }
    }

    private void beat() {
        try {
            if (store.leases().renew(lease, life)) {
                beaten.set(System.nanoTime());
            } else {
                stop();
            }
        } catch (WorldFault | IllegalStateException e) {
            // The work stops by itself before anybody else can take the run.
            if (System.nanoTime() - beaten.get() > life.toNanos() * 3 / 4) {
                stop();
            }
        }
    }

    private void stop() {
        if (!cancel.isCancelled()) {
            cancel.suspend();
        }
    }
}
