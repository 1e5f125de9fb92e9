package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes changes to a folder: all of them, or none as far as a file system lets. New contents are written beside each
 * other at the top of the folder first, so that a full disk is met before anything is touched; then every file is moved
 * into its place, and moved back where one move fails. A process that is killed between two moves leaves files whose
 * names begin with {@code .openfactory-edit-}. Links are never followed. Modes and owners of changed files are kept. Not
 * for several writers of one folder at a time.
 */
public final class FolderWriter {
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-rw-rw-");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxrwxrwx");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private static final String PREFIX = ".openfactory-edit-";

    private final Path root;

    /**
     * Over a folder.
     *
     * @throws UserError where it is none
     */
    public FolderWriter(Path root) {
        this.root = FolderTree.realFolder(root);
    }

    /**
     * Writes the changes.
     *
     * @throws UserError where a path is unsafe, leads through a link, or is not what the change expects; nothing is
     *     changed then
     * @throws WorldFault where the file system refuses; what was moved is moved back
     */
    public void write(List<FileChange> changes) {
        try (Folder top = Folder.open(root)) {
            new Work(top).run(changes);
        } catch (IOException broken) {
            throw new WorldFault(
                    "folder_unwritable",
                    "the changes can't be written to " + root + ": " + broken
                            + "; check its permissions and free space",
                    broken);
        }
    }

    /** Undoes one step. */
    private interface Undo {
        void run() throws IOException;
    }

    /** A file's new content, staged at the top under a name of its own. */
    private record Staged(String name, String path) {}

    /** One call's work. */
    private final class Work {
        private final Folder top;
        private final Deque<Undo> undo = new ArrayDeque<>();
        private final List<String> aside = new ArrayList<>();
        private int count;

        Work(Folder top) {
            this.top = top;
        }

        void run(List<FileChange> changes) throws IOException {
            boolean done = false;
            try {
                List<Staged> staged = new ArrayList<>();
                for (FileChange change : changes) {
                    stage(change).ifPresent(staged::add);
                }
                for (FileChange change : changes) {
                    takeAway(change);
                }
                for (Staged one : staged) {
                    place(one);
                }
                done = true;
            } finally {
                if (!done) {
                    undoAll();
                }
            }
            for (String name : aside) {
                top.delete(name);
            }
            for (FileChange change : changes) {
                prune(gone(change));
            }
        }

        private Optional<Staged> stage(FileChange change) throws IOException {
            if (change instanceof FileChange.Create create) {
                Set<PosixFilePermission> mode = create.executable() ? PROGRAM : PLAIN;
                return Optional.of(staged(create.path(), create.content(), mode, Optional.empty()));
            }
            PosixFileAttributes old = file(gone(change));
            if (change instanceof FileChange.Modify modify) {
                return Optional.of(staged(modify.path(), modify.content(), PRIVATE, Optional.of(old)));
            }
            return change instanceof FileChange.Rename rename
                    ? Optional.of(staged(rename.path(), rename.content(), PRIVATE, Optional.of(old)))
                    : Optional.empty();
        }

        private Staged staged(
                String path, byte[] content, Set<PosixFilePermission> mode, Optional<PosixFileAttributes> model)
                throws IOException {
            requireSafe(path);
            String name = freeName();
            top.write(name, content, mode);
            undo.push(() -> {
                if (top.attributes(name).isPresent()) {
                    top.delete(name);
                }
            });
            if (model.isPresent()) {
                top.liken(name, model.get());
            }
            return new Staged(name, path);
        }

        private String freeName() throws IOException {
            String name = PREFIX + count++;
            if (top.attributes(name).isPresent()) {
                throw new UserError("an earlier write to " + root + " was cut short and left " + name
                        + "; look what it holds, then put it back or delete it");
            }
            return name;
        }

        /** The path whose old file goes; of a new file its own. */
        private String gone(FileChange change) {
            return change instanceof FileChange.Rename rename ? rename.from() : change.path();
        }

        private PosixFileAttributes file(String path) throws IOException {
            requireSafe(path);
            try (Folder folder = parent(path, false)) {
                return folder.attributes(name(path))
                        .filter(PosixFileAttributes::isRegularFile)
                        .orElseThrow(() -> new UserError("the file " + path
                                + " is missing or is no plain file any more; read the folder again"));
            }
        }

        private void takeAway(FileChange change) throws IOException {
            if (change instanceof FileChange.Create) {
                return;
            }
            String path = gone(change);
            String name = freeName();
            try (Folder folder = parent(path, false)) {
                folder.move(name(path), top, name);
            }
            aside.add(name);
            undo.push(() -> {
                try (Folder folder = parent(path, false)) {
                    top.move(name, folder, name(path));
                }
            });
        }

        private void place(Staged staged) throws IOException {
            String path = staged.path();
            try (Folder folder = parent(path, true)) {
                if (folder.attributes(name(path)).isPresent()) {
                    throw new UserError("the file " + path + " exists already; read the folder again");
                }
                top.move(staged.name(), folder, name(path));
            }
            undo.push(() -> {
                try (Folder folder = parent(path, false)) {
                    folder.delete(name(path));
                }
            });
        }

        /** The folder of a path, each name of it opened without following links; made where it is missing, if so asked. */
        private Folder parent(String path, boolean make) throws IOException {
            Folder folder = Folder.open(root);
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String so = path.substring(0, slash);
                try (Folder above = folder) {
                    Optional<PosixFileAttributes> there = above.attributes(name(so));
                    if (there.isEmpty() && make) {
                        Files.createDirectory(root.resolve(so));
                        undo.push(() -> deleteFolder(so));
                    } else if (there.isEmpty() || !there.get().isDirectory()) {
                        throw new UserError("the folder " + so + " of " + path
                                + " is missing or is a link or a file; edits stay in plain folders");
                    }
                    folder = above.child(name(so));
                }
            }
            return folder;
        }

        /** Takes away the folders above a path that are empty now. */
        private void prune(String path) throws IOException {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String so = path.substring(0, slash);
                if (Files.isDirectory(root.resolve(so), LinkOption.NOFOLLOW_LINKS) && !deleteFolder(so)) {
                    return;
                }
            }
        }

        /** Deletes a folder if it is empty. */
        private boolean deleteFolder(String path) throws IOException {
            try (Folder above = parent(path, false)) {
                above.deleteFolder(name(path));
                return true;
            } catch (DirectoryNotEmptyException kept) {
                return false;
            }
        }

        private void undoAll() {
            Exception first = null;
            while (!undo.isEmpty()) {
                try {
                    undo.pop().run();
                } catch (IOException | UserError broken) {
                    first = first == null ? broken : first;
                }
            }
            if (first != null) {
                throw new WorldFault(
                        "folder_half_written",
                        "the changes could be neither written to " + root + " nor taken back: " + first
                                + "; the old files are there under names that begin with " + PREFIX,
                        first);
            }
        }

        private void requireSafe(String path) {
            SafePath.problem(path).ifPresent(problem -> {
                throw new UserError("the path '" + path + "' " + problem + "; edits stay inside the folder");
            });
        }

        private String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
