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
import java.util.Set;

/**
 * Deletes a folder that somebody hostile filled. Symbolic links are deleted, never followed, read-only folders are made
 * writable, and the depth of the tree does not matter: a folder {@value #DEEP} levels down is moved to the top before it
 * is emptied, so that no path is ever much longer than that. Killed in the middle and called again, it goes on.
 */
final class Eraser {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    /** As many folders are open at once; most trees are not as deep. */
    private static final int DEEP = 8;

    private int moved;

    private Eraser() {}

    /** Deletes a folder, or a file or link in its place; nothing happens where there is none. */
    static void erase(Path victim) throws IOException {
        Path heap = victim.resolveSibling(victim.getFileName() + ".erased");
        Eraser eraser = new Eraser();
        eraser.finish(heap);
        if (Files.isDirectory(victim, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(heap);
            makeWritable(
                    Files.getFileAttributeView(victim, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
                    victim);
            Files.move(victim, heap.resolve("0"));
            eraser.finish(heap);
        } else {
            Files.deleteIfExists(victim);
        }
    }

    private void finish(Path heap) throws IOException {
        if (!Files.isDirectory(heap, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
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
