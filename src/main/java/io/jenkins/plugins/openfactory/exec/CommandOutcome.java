package io.jenkins.plugins.openfactory.exec;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What became of a proposed command. */
public sealed interface CommandOutcome {
    /**
     * It ran.
     *
     * @param exitCode empty when it was killed
     * @param killed why it was killed, if it was
     * @param stdout masked text, the workspace's own path written as {@code /workspace}, cut in the middle at the limit
     * @param stderr likewise
     * @param truncated whether output was dropped
     * @param tier the sandbox it ran in
     * @param audit the sequence number of its audit record
     */
    record CommandResult(
            OptionalInt exitCode,
            Optional<Kill> killed,
            String stdout,
            String stderr,
            boolean truncated,
            Duration duration,
            Tier tier,
            long audit)
            implements CommandOutcome {
        public boolean succeeded() {
            return exitCode.isPresent() && exitCode.getAsInt() == 0;
        }
    }

    /**
     * It did not run.
     *
     * @param code a stable upper-case word: {@code NO_RULE}, {@code OPTION}, {@code OPERAND}, {@code WRAPPER},
     *     {@code CHARACTER}, {@code TOO_LONG}, {@code PATH}, {@code BINARY}, {@code TIER}, {@code SANDBOX_UNAVAILABLE}
     * @param rule the nearest rule's name, or {@code none}
     * @param reason one sentence with the offending value and what would be allowed
     */
    record Denied(String code, String rule, String reason, long audit) implements CommandOutcome {}

    /** Why a process tree was killed. */
    enum Kill {
        WALL_CLOCK,
        CPU,
        MEMORY,
        PROCESSES,
        FILE_SIZE,
        /** Its output would not end. */
        OUTPUT,
        CANCELLED,
        /** Its output showed the run's canary. */
        CANARY,
        SIGNAL
    }

    /** The strength of the sandbox. */
    enum Tier {
        FULL,
        REDUCED,
        NONE
    }
}
