package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import java.io.IOException;
import java.nio.file.Path;

/** A way to run commands so that they reach nothing but what they were given. Safe for any thread. */
public interface Sandbox {
    Tier tier();

    /** A name and version of how it confines, for the audit record. */
    String profile();

    /** Whether its own files are still there; a cleaner of temporary folders may have taken them. */
    boolean intact();

    /** Whether commands of a user can be given an existing folder to read. */
    boolean canShow(Path folder, SandboxUser user);

    /** The user that commands in a workspace run under. */
    default SandboxUser user(SandboxUser standard, Path workspace) {
        return standard.orOwnerOf(workspace);
    }

    /** Where a command sees the workspace. */
    String workspaceSeenAs(Path workspace);

    /**
     * What to start for a command. The process must be started by {@link Spawner}, with an empty environment, in the
     * folder {@code /}, with pipes as its standard streams.
     *
     * @throws IOException where files for it can't be written
     */
    Launch prepare(SandboxedCommand command) throws IOException;
}
