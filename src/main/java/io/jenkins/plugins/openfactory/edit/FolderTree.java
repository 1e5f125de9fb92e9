package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * The files of a folder as they are at each call. Links are shown, never followed, so nothing outside the folder is ever
 * read. Safe for any thread.
 */
public final class FolderTree implements FileTree {
    private final Path root;

    /**
     * Over a folder.
     *
     * @throws UserError where it is none
     */
    public FolderTree(Path root) {
        this.root = realFolder(root);
    }

    static Path realFolder(Path folder) {
        try {
            Path real = folder.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException missing) {
            throw new UserError("the folder '" + folder + "' can't be opened; name one that exists", missing);
        }
        throw new UserError("'" + folder + "' is not a folder; name the folder that the edits are for");
    }

    @Override
    public Optional<Entry> entry(String path) {
        if (SafePath.problem(path).isPresent()) {
            return Optional.empty();
        }
        try {
            return find(path);
        } catch (IOException broken) {
            throw new WorldFault(
                    "folder_unreadable",
                    "the file " + path + " can't be read: " + broken + "; check its permissions",
                    broken);
        }
    }

    private Optional<Entry> find(String path) throws IOException {
        String[] names = path.split("/");
        Folder folder = Folder.open(root);
        try {
            for (int i = 0; i < names.length - 1; i++) {
                Optional<PosixFileAttributes> parent = folder.attributes(names[i]);
                if (parent.isEmpty() || !parent.get().isDirectory()) {
                    return Optional.empty();
                }
                Folder next = folder.child(names[i]);
                folder.close();
                folder = next;
            }
            return read(folder, names[names.length - 1], path);
        } finally {
            folder.close();
        }
    }

    private Optional<Entry> read(Folder folder, String name, String path) throws IOException {
        Optional<PosixFileAttributes> attributes = folder.attributes(name);
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        if (attributes.get().isSymbolicLink()) {
            String target = Files.readSymbolicLink(root.resolve(path)).toString();
            return Optional.of(new Entry(Kind.SYMLINK, target.getBytes(StandardCharsets.UTF_8)));
        }
        if (!attributes.get().isRegularFile()) {
            return Optional.of(new Entry(Kind.OTHER, new byte[0]));
        }
        boolean executable = attributes.get().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        return Optional.of(new Entry(executable ? Kind.EXECUTABLE : Kind.FILE, folder.read(name)));
    }
}
