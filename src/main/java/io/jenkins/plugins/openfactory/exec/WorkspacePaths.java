package io.jenkins.plugins.openfactory.exec;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The paths of one real workspace. Symbolic links are followed to where they lead, so a link out of the workspace is
 * refused; a race after the check is the mount namespace's matter, not this class's. Immutable, safe for any thread.
 */
public final class WorkspacePaths implements Confinement {
    private final Path root;
    private final Path cwd;

    /**
     * @param cwd relative to the workspace; empty for the workspace itself
     * @throws IOException where the workspace or the folder does not exist
     * @throws IllegalArgumentException where {@code cwd} leaves the workspace or is not a folder, with a sentence part
     */
    public WorkspacePaths(Path workspace, String cwd) throws IOException {
        this.root = workspace.toRealPath();
        Path start = cwd.isEmpty() ? root : fromSeen(cwd, root).toRealPath();
        if (!start.startsWith(root)) {
            throw new IllegalArgumentException("leaves the workspace");
        }
        this.cwd = start;
        if (!Files.isDirectory(this.cwd)) {
            throw new IllegalArgumentException("is not a folder");
        }
    }

    /** The workspace's canonical path. */
    public Path root() {
        return root;
    }

    /** The canonical path of the folder that the command starts in. */
    public Path cwd() {
        return cwd;
    }

    @Override
    public Optional<String> refuse(String text) {
        try {
            return canonical(fromSeen(text, cwd)).startsWith(root)
                    ? Optional.empty()
                    : Optional.of("leaves the workspace");
        } catch (FileSystemException e) {
            return Optional.of("can't be resolved (" + e.getClass().getSimpleName() + ")");
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("can't be resolved (" + e.getMessage() + ")");
        }
    }

    private Path fromSeen(String text, Path base) {
        if (text.equals(SEEN_AS) || text.startsWith(SEEN_AS + "/")) {
            return root.resolve(text.substring(SEEN_AS.length()).replaceFirst("^/+", ""));
        }
        return base.resolve(text);
    }

    /** The real path of the deepest part that exists, followed by the names that do not exist yet. */
    private static Path canonical(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path name = path.getFileName();
        Path parent = path.getParent();
        if (name == null || parent == null || name.toString().equals("..")) {
            throw new IllegalArgumentException("'..' after a name that does not exist");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("a symbolic link that leads nowhere");
        }
        return canonical(parent).resolve(name).normalize();
    }
}
