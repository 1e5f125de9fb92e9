package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes a folder that somebody hostile filled. Symbolic links are deleted, never followed, read-only folders are made
 * writable, and the depth of the tree does not matter: a folder {@value #DEEP} levels down is moved to the top before it
 * is emptied, so that no path is ever much longer than that. What is deleted is moved aside first, so that its place is
 * free at once; where that was killed in the middle, {@link #finishLeftOver} goes on.
 */
final class Eraser {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    /** As many folders are open at once; most trees are not as deep. */
    private static final int DEEP = 8;

    private static final String HEAP = ".erased";

    private int moved;

    private Eraser() {}

    /** Deletes a folder, or a file or link in its place; nothing happens where there is none. */
    static void erase(Path victim) throws IOException {
        finishLeftOver(victim);
        Optional<Path> heap = setAside(victim);
        if (heap.isPresent()) {
            finish(heap.get());
        }
    }

    /**
     * Frees a place: a folder is moved onto a heap beside it, which costs the same whatever is in it; a file or link is
     * deleted.
     *
     * @return the heap, for {@link #finish}
     */
    static Optional<Path> setAside(Path victim) throws IOException {
        if (!Files.isDirectory(victim, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(victim);
            return Optional.empty();
        }
        Path heap = Files.createTempDirectory(victim.toAbsolutePath().getParent(), victim.getFileName() + HEAP + "-");
        makeWritable(
                Files.getFileAttributeView(victim, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS), victim);
        Files.move(victim, heap.resolve("0"));
        return Optional.of(heap);
    }

    /** Deletes the heaps of this place that a killed process left; only while nobody else deletes them. */
    static void finishLeftOver(Path victim) throws IOException {
        Path above = victim.toAbsolutePath().getParent();
        String name = victim.getFileName() + HEAP;
        if (!Files.isDirectory(above)) {
            return;
        }
        try (DirectoryStream<Path> heaps = Files.newDirectoryStream(above, entry -> {
            String found = entry.getFileName().toString();
            return found.equals(name) || found.startsWith(name + "-");
        })) {
            for (Path heap : heaps) {
                finish(heap);
            }
        }
    }

    /** Deletes a heap, where it is still there. */
    static void finish(Path heap) throws IOException {
        if (Files.isDirectory(heap, LinkOption.NOFOLLOW_LINKS)) {
            new Eraser().empty(heap);
        }
    }

    private void empty(Path heap) throws IOException {
        boolean more = true;
        while (more) {
            more = false;
            try (SecureDirectoryStream<Path> top = secure(Files.newDirectoryStream(heap))) {
                for (Path folder : top) {
                    more = true;
                    empty(top, top, heap, folder.getFileName(), 1);
                }
            }
        }
        Files.delete(heap);
    }

    /** Empties and deletes one folder; folders that are deep in it become folders of the heap. */
    private void empty(
            SecureDirectoryStream<Path> heap, SecureDirectoryStream<Path> above, Path where, Path folder, int depth)
            throws IOException {
        Path path = where.resolve(folder);
        makeWritable(attributes(above, folder), path);
        try (SecureDirectoryStream<Path> inside = secure(above.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS))) {
            for (Path entry : inside) {
                Path name = entry.getFileName();
                if (!isFolder(inside, name)) {
                    inside.deleteFile(name);
                } else if (depth < DEEP) {
                    empty(heap, inside, path, name, depth + 1);
                } else {
                    makeWritable(attributes(inside, name), path.resolve(name));
                    inside.move(name, heap, fresh(heap, folder));
                }
            }
        } catch (NotDirectoryException e) {
            above.deleteFile(folder);
            return;
        }
        try {
            above.deleteDirectory(folder);
        } catch (DirectoryNotEmptyException e) {
            // A name that appeared while the folder was listed: the next round takes it.
        }
    }

    private static PosixFileAttributeView attributes(SecureDirectoryStream<Path> folder, Path name) {
        return folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Path fresh(SecureDirectoryStream<Path> heap, Path like) {
        Path name;
        do {
            moved++;
            name = like.getFileSystem().getPath(Integer.toString(moved));
        } while (exists(heap, name));
        return name;
    }

    private static boolean exists(SecureDirectoryStream<Path> folder, Path name) {
        try {
            folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void makeWritable(PosixFileAttributeView view, Path path) throws IOException {
        PosixFileAttributes attributes = view.readAttributes();
        if (!attributes.isDirectory() || attributes.permissions().containsAll(OURS)) {
            return;
        }
        try {
            view.setPermissions(OURS);
        } catch (AccessDeniedException e) {
            // Without following links, Java must open what it changes, and this folder can't be opened yet.
            Files.setPosixFilePermissions(path, OURS);
        }
    }

    /**
     * The stream that works relative to an open folder.
     *
     * @throws IOException on a system without one (every Linux has it)
     */
    static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system can't open a folder safely (no SecureDirectoryStream)");
    }
}
