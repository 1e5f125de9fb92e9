package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Another system that processes can be started in, for instance a container: it has a POSIX shell, and a folder that
 * both sides see. Safe for any thread.
 */
public interface Shell {
    /** Where that system sees a workspace of ours; its copy equals ours whenever a command starts. */
    String workspace(Path ours);

    /** An existing folder there that is handed over like workspaces are, to try the sandbox out with. */
    String trial();

    /** The path of one of our own files there, by its name, which may have folders in it. */
    String path(String name);

    /**
     * Writes one of our own files there and returns its path.
     *
     * @throws WorldFault {@code agent_lost} where the system can't be reached
     */
    String write(String name, byte[] content);

    /** The text of one of our own files there; empty where there is none. */
    String read(String name);

    /** Deletes one of our own files or folders there. */
    void delete(String name);

    /**
     * Starts a process with no input. Its output goes to the streams, which are not closed.
     *
     * @throws IOException where it can't be started
     */
    Running start(List<String> argv, OutputStream out, OutputStream err) throws IOException;

    /** A process that was started there. */
    interface Running {
        /**
         * Waits for its end, and until all of its output has come.
         *
         * @return its exit code; empty where it still runs after the patience
         * @throws WorldFault {@code agent_lost} where the system went away
         */
        OptionalInt await(Duration patience);

        /** Kills it and all that it started, as far as the system can; does nothing where it ended. */
        void kill();
    }
}
