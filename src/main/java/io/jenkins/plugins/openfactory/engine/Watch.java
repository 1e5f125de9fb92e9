package io.jenkins.plugins.openfactory.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Waiting for something that goes on outside of the run, such as the checks of a forge. It holds no thread, no workspace
 * and no agent between two looks. Used by one thread at a time.
 */
public interface Watch {
    /**
     * Looks once, from any thread; may take as long as the other side needs to answer.
     *
     * @return after which time to look again; empty where the wait is over and the run should go on
     * @throws io.jenkins.plugins.openfactory.run.WorldFault where waiting longer is of no use: the run should go on as
     *     well, and meets the same fault where it is recorded
     */
    Optional<Duration> look();

    /** Blocks until something may have changed, at most that long, or until the run is cancelled, which is thrown. */
    void pause(Duration atMost);

    /** Whether it only moves while this process holds the run's ports open, as checks that we run ourselves do. */
    boolean needsUs();

    /** Goes on in this process with the ports that were open before; a process that closed them runs the stage again. */
    StageResult resume();
}
