package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Reads how a command ended from what its launch saw and what the command said. Stateless. */
final class Ending {
    /** What shells, Java, Python and Node say when the kernel lets them start no more processes or threads. */
    private static final Pattern NO_MORE_PROCESSES =
            Pattern.compile("(?i)can(no|')t fork|fork: .{0,40}temporarily unavailable"
                    + "|unable to create (new )?native thread|can't start new thread|spawn \\S{1,99} EAGAIN");

    static final int SIGKILL = 9;
    private static final int SIGXCPU = 24;
    private static final int SIGXFSZ = 25;

    private Ending() {}

    /** @param full whether the command filled a file up to the limit; asked only where it failed */
    static Finished.End of(Launch.End end, String stderr, BooleanSupplier full) {
        if (end instanceof Launch.End.Exited exited) {
            return exited.code() == 0
                    ? Finished.End.exited(0)
                    : limitBehind(stderr, full).map(Finished.End::stopped).orElse(Finished.End.exited(exited.code()));
        }
        if (end instanceof Launch.End.Signalled signalled) {
            return Finished.End.killed(reason(signalled.signal()), signalled.signal());
        }
        return end instanceof Launch.End.Stopped stopped
                ? Finished.End.killed(stopped.why(), SIGKILL)
                : Finished.End.notSetUp(((Launch.End.NotSetUp) end).reason());
    }

    /** The limit that a failed command ran into without being killed for it, as far as it left evidence. */
    private static Optional<Kill> limitBehind(String stderr, BooleanSupplier full) {
        if (NO_MORE_PROCESSES.matcher(stderr).find()) {
            return Optional.of(Kill.PROCESSES);
        }
        return full.getAsBoolean() ? Optional.of(Kill.FILE_SIZE) : Optional.empty();
    }

    private static Kill reason(int signal) {
        return switch (signal) {
            case SIGXCPU -> Kill.CPU;
            case SIGXFSZ -> Kill.FILE_SIZE;
            default -> Kill.SIGNAL;
        };
    }
}
