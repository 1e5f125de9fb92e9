package io.jenkins.plugins.openfactory.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may write which run. A store that has taken a run's lease refuses its own writes of that run, from the moment on
 * that another process has taken it: the number that is raised at each taking is compared in the transaction of each
 * write (a fencing token). What people say about a run (approvals, the wish to cancel) may be written by anybody.
 *
 * <p>Times are those of the database where it has a clock of its own, so that several machines agree. Safe for any thread.
 */
public interface Leases {
    /**
     * Takes a run for this process, if nobody has it: its lease is free or has run out, or its owner is a process of this
     * machine that has ended.
     *
     * @param life how long the lease lasts unless it is renewed
     * @throws io.jenkins.plugins.openfactory.run.UserError naming the owner, or the place where the run is kept
     */
    Lease take(String runId, Duration life);

    /**
     * As {@link #take}, for a process that holds the operating system's lock of the run in its home ({@link RunLock}): then
     * an owner under the same kernel has ended too, in whichever container it was.
     */
    Lease takeLocked(String runId, Duration life);

    /** Makes the lease last that long from now on; false where another process has taken the run. */
    boolean renew(Lease lease, Duration life);

    /** Gives a lease back, if it is still held. */
    void giveUp(Lease lease);

    /** The lease of a run as it stands; empty for an unknown run. */
    Optional<Lease> of(String runId);

    /** Runs of this store's place that have not ended, oldest first. */
    List<RunSummary> live(int limit);

    /** Those of {@link #live} whose lease nobody holds: left behind, or waiting for a person. */
    List<RunSummary> idle(int limit);
}
