package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import java.io.IOException;
import java.util.List;

/** A prepared start of one command. Close it after the command's end: that removes its private files. */
public interface Launch extends AutoCloseable {
    /** What to execute, with absolute paths of programs. */
    List<String> argv();

    /** Told once the process was started, before anything else happens to it. */
    default void started(Process process) throws IOException {}

    /** Told once the process ended: kills what it left behind. */
    default void ended() {}

    /** Kills every process of the command at once; {@code process} is the one that {@link #argv} started. */
    default void kill(Process process) {
        process.destroyForcibly();
    }

    /** Kills every process of a command that was started in another system, soon. */
    default void kill() {}

    /** Told before the start what the command reads in another system. */
    default void input(byte[] stdin) {}

    /**
     * How the command ended, asked after the process ended by itself.
     *
     * @param exitValue of the process
     * @param stderr the start of its standard error
     */
    End end(int exitValue, String stderr);

    @Override
    void close();

    /** How a started command ended. */
    sealed interface End {
        /** The command itself ended with this code. */
        record Exited(int code) implements End {}

        /** A signal ended the command. */
        record Signalled(int signal) implements End {}

        /** Whoever watched it there killed it. */
        record Stopped(CommandOutcome.Kill why) implements End {}

        /** The sandbox could not be set up, so the command never ran. */
        record NotSetUp(String reason) implements End {}

        /** The end of a command whose code follows the shell's convention: above 128 it is a signal. */
        static End ofCode(int code) {
            return code > 128 && code < 128 + 65 ? new Signalled(code - 128) : new Exited(code);
        }
    }
}
