package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a command that was started left behind.
 *
 * @param end how it ended
 */
record Finished(End end, Stream stdout, Stream stderr, Duration duration) {
    /**
     * How a command ended.
     *
     * @param exitCode where it ended by itself
     * @param signal where one ended it
     * @param killed why it was ended, if it was
     * @param notSetUp why it never ran, if the sandbox failed
     */
    record End(OptionalInt exitCode, OptionalInt signal, Optional<Kill> killed, Optional<String> notSetUp) {
        static End exited(int code) {
            return new End(OptionalInt.of(code), OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        static End killed(Kill why, int signal) {
            return new End(OptionalInt.empty(), OptionalInt.of(signal), Optional.of(why), Optional.empty());
        }

        /** It ended by itself because a limit made what it tried fail. */
        static End stopped(Kill why) {
            return new End(OptionalInt.empty(), OptionalInt.empty(), Optional.of(why), Optional.empty());
        }

        static End notSetUp(String reason) {
            return new End(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * One of its output streams.
     *
     * @param text what was kept
     * @param bytes all that came, after masking
     * @param sha256 of all that came, after masking
     */
    record Stream(String text, long bytes, String sha256, boolean truncated) {
        static Stream empty() {
            return new Stream("", 0, io.jenkins.plugins.openfactory.id.Sha256.hex(""), false);
        }
    }

    /** Nothing was started, because the run was cancelled before. */
    static Finished neverStarted() {
        return new Finished(End.stopped(Kill.CANCELLED), Stream.empty(), Stream.empty(), Duration.ZERO);
    }

    /** It could not be started. */
    static Finished failed(String reason) {
        return new Finished(End.notSetUp(reason), Stream.empty(), Stream.empty(), Duration.ZERO);
    }

    boolean truncated() {
        return stdout.truncated() || stderr.truncated();
    }

    boolean timedOut() {
        return end.killed().equals(Optional.of(Kill.WALL_CLOCK));
    }
}
