package io.jenkins.plugins.openfactory.run;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

        /** The same listener, told every text through a mask: whoever tells may have it from a server or a command. */
        default Listener masked(UnaryOperator<String> mask) {
            return event -> on(new RunEvent(
                    event.at, event.runId, event.kind, event.stage, event.ticketId, mask.apply(event.text)));
        }
    }
}
