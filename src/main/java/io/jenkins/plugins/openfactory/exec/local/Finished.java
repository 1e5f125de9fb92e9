package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What a command that ran left behind. */
record Finished(
        OptionalInt exitCode,
        OptionalInt signal,
        Optional<Kill> killed,
        Stream stdout,
        Stream stderr,
        Duration duration,
        Optional<String> notSetUp) {
    /**
     * One of its output streams.
     *
     * @param text what was kept
     * @param bytes all that came, after masking
     * @param sha256 of all that came, after masking
     */
    record Stream(String text, long bytes, String sha256, boolean truncated) {}

    boolean truncated() {
        return stdout.truncated() || stderr.truncated();
    }

    boolean timedOut() {
        return killed.equals(Optional.of(Kill.WALL_CLOCK));
    }
}
