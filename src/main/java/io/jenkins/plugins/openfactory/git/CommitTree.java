package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of a commit. Safe for any thread. */
final class CommitTree implements FileTree {
    private final Repository repository;
    private final ObjectId tree;

    CommitTree(Repository repository, ObjectId tree) {
        this.repository = repository;
        this.tree = tree;
    }

    @Override
    public Optional<Entry> entry(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
            return Optional.empty();
        }
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            if (walk == null) {
                return Optional.empty();
            }
            Kind kind = kind(walk.getFileMode());
            byte[] content = kind == Kind.OTHER
                    ? new byte[0]
                    : reader.open(walk.getObjectId(0)).getCachedBytes(Integer.MAX_VALUE);
            return Optional.of(new Entry(kind, content));
        } catch (IOException e) {
            throw new WorldFault(
                    "git_failed",
                    "'" + path + "' can't be read from " + repository.getDirectory() + ": " + e.getMessage() + ".",
                    e);
        }
    }

    private static Kind kind(FileMode mode) {
        return switch (mode.getBits() & FileMode.TYPE_MASK) {
            case FileMode.TYPE_FILE -> mode == FileMode.EXECUTABLE_FILE ? Kind.EXECUTABLE : Kind.FILE;
            case FileMode.TYPE_SYMLINK -> Kind.SYMLINK;
            default -> Kind.OTHER;
        };
    }
}
