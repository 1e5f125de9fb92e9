package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/**
 * Hands folders to the user that commands run under. Only what root owns changes hands: a new ctime on everything would
 * make git read every file again. Files and folders are opened relative to the folder above them and never through a
 * link. For one thread.
 */
public final class Ownership {
    private static final int DEEPEST = 100;
    private static final String ROOT = "0";

    private final UserPrincipal from;
    private final UserPrincipal owner;
    private final GroupPrincipal group;

    private Ownership(UserPrincipalLookupService users, SandboxUser to) throws IOException {
        this.from = users.lookupPrincipalByName(ROOT);
        this.owner = users.lookupPrincipalByName(Long.toString(to.uid()));
        this.group = users.lookupPrincipalByGroupName(Long.toString(to.gid()));
    }

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
        Path absolute = folder.toAbsolutePath();
        UserPrincipalLookupService users = absolute.getFileSystem().getUserPrincipalLookupService();
        try (DirectoryStream<Path> above = Files.newDirectoryStream(absolute.getParent())) {
            boolean done = above instanceof SecureDirectoryStream<Path> secure
                    && new Ownership(users, user).give(secure, absolute.getFileName(), 0);
            if (!done) {
                program(absolute, user);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw failed(folder, e.getMessage(), e);
        }
    }

    /** False where something is left that Java can't change without following it: a link, a pipe, a deep folder. */
    private boolean give(SecureDirectoryStream<Path> above, Path name, int depth) throws IOException {
        PosixFileAttributeView view =
                above.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes attributes = view.readAttributes();
        boolean ours = attributes.owner().equals(from);
        if (ours && (attributes.isRegularFile() || attributes.isDirectory())) {
            view.setGroup(group);
            view.setOwner(owner);
        } else if (ours) {
            return false;
        }
        return !attributes.isDirectory() || depth < DEEPEST && giveAll(above, name, depth + 1);
    }

    private boolean giveAll(SecureDirectoryStream<Path> above, Path name, int depth) throws IOException {
        try (SecureDirectoryStream<Path> folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            boolean all = true;
            for (Path entry : folder) {
                all &= give(folder, entry.getFileName(), depth);
            }
            return all;
        }
    }

    private static void program(Path folder, SandboxUser user) {
        Path chown = Machine.tool("chown").orElseThrow(() -> failed(folder, "there is no program 'chown'", null));
        ProcessBuilder builder = new ProcessBuilder(
                chown.toString(),
                "--no-dereference",
                "--recursive",
                "-P",
                "--from=0",
                user.uid() + ":" + user.gid(),
                "--",
                folder.toString());
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
