package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Hands folders to the user that commands run under. Stateless. */
public final class Ownership {
    private Ownership() {}

    /**
     * Makes the user of {@link SandboxUser#of} the owner of what root owns in a folder, links themselves and never what
     * they lead to. Does nothing where commands run under our own user.
     *
     * @throws WorldFault {@code adopt_failed} where the system refuses
     */
    public static void give(Path folder) {
        SandboxUser user = SandboxUser.of(folder);
        if (!user.drop()) {
            return;
        }
        Path chown = Machine.tool("chown").orElseThrow(() -> failed(folder, "there is no program 'chown'", null));
        // Only what we wrote changes hands: a new ctime on everything would make git read every file again.
        ProcessBuilder builder = new ProcessBuilder(
                chown.toString(),
                "--no-dereference",
                "--recursive",
                "-P",
                "--from=0",
                user.uid() + ":" + user.gid(),
                "--",
                folder.toAbsolutePath().toString());
        builder.environment().clear();
        builder.redirectErrorStream(true).directory(new File("/"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw failed(folder, said.strip(), null);
            }
        } catch (IOException e) {
            throw failed(folder, e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(folder, "it was interrupted", e);
        }
    }

    private static WorldFault failed(Path folder, String why, Exception cause) {
        return new WorldFault(
                "adopt_failed",
                "The folder '" + folder + "' could not be handed to the sandbox's user: " + why + ".",
                cause);
    }
}
