package io.jenkins.plugins.openfactory.run;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened in a run, told to whoever watches. Never the source of truth, which is the run record.
 *
 * @param text one line, already masked
 */
public record RunEvent(
        Instant at, String runId, Kind kind, Optional<StageId> stage, Optional<String> ticketId, String text) {
    /** What sort of thing happened. */
    public enum Kind {
        RUN,
        STAGE_STARTED,
        STAGE_ENDED,
        TICKET,
        ATTEMPT,
        EXCHANGE,
        COMMAND,
        CHECK,
        NOTE
    }

    /** Receives events. Called from the threads that do the work, so it must be safe for any thread and quick. */
    @FunctionalInterface
    public interface Listener {
        void on(RunEvent event);
    }
}
