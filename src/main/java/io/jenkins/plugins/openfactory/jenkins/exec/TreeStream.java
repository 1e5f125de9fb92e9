package io.jenkins.plugins.openfactory.jenkins.exec;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Parts of a tree as bytes. Whoever reads does not trust what it reads: a path stays in the tree, and nothing is written
 * through a link.
 */
final class TreeStream {
    private static final int END = 0;
    private static final int DELETE = 1;
    private static final int FOLDER = 2;
    private static final int LINK = 3;
    private static final int FILE = 4;

    private TreeStream() {}

    /** Writes what a difference brings, from the tree that has it, to a file. */
    static void write(Path root, TreeListing.Difference difference, Path to) throws IOException {
        try (OutputStream bare = Files.newOutputStream(to);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(bare))) {
            for (String path : difference.delete()) {
                out.writeByte(DELETE);
                out.writeUTF(path);
            }
            for (String path : difference.bring()) {
                bring(root.resolve(path), path, out);
            }
            out.writeByte(END);
        }
    }

    private static void bring(Path file, String path, DataOutputStream out) throws IOException {
        if (Files.isSymbolicLink(file)) {
            out.writeByte(LINK);
            out.writeUTF(path);
            out.writeUTF(Files.readSymbolicLink(file).toString());
        } else if (TreeListing.isFolder(file)) {
            out.writeByte(FOLDER);
            out.writeUTF(path);
        } else {
            out.writeByte(FILE);
            out.writeUTF(path);
            out.writeBoolean(Files.isExecutable(file));
            out.writeLong(Files.getLastModifiedTime(file).toMillis());
            long size = Files.size(file);
            out.writeLong(size);
            try (InputStream in = Files.newInputStream(file)) {
                if (copy(in, out, size) != size) {
                    throw new IOException("the file " + path + " changed while it was read");
                }
            }
        }
    }

    /**
     * Applies what {@link #write} wrote.
     *
     * @throws IOException where a path leaves the tree or goes through a link; what came before it is applied
     */
    static void read(InputStream from, Path root) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from));
        while (true) {
            int kind = in.readByte();
            if (kind == END) {
                return;
            }
            Path file = inside(root, in.readUTF());
            switch (kind) {
                case DELETE -> delete(file);
                case FOLDER -> folder(file);
                case LINK -> {
                    delete(file);
                    Files.createSymbolicLink(file, Path.of(in.readUTF()));
                }
                case FILE -> file(file, in);
                default -> throw new IOException("a tree's stream has the unknown mark " + kind);
            }
        }
    }

    private static void folder(Path file) throws IOException {
        if (!TreeListing.isFolder(file)) {
            delete(file);
            Files.createDirectory(file);
        }
    }

    private static void file(Path file, DataInputStream in) throws IOException {
        boolean executable = in.readBoolean();
        FileTime changed = FileTime.fromMillis(in.readLong());
        long size = in.readLong();
        delete(file);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (copy(in, out, size) != size) {
                throw new EOFException("a tree's stream ended within " + file.getFileName());
            }
        }
        if (executable) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.addAll(Set.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
            Files.setPosixFilePermissions(file, permissions);
        }
        Files.setLastModifiedTime(file, changed);
    }

    private static long copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = size;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        return size - left;
    }

    private static void delete(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(file, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, IOException fault) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The path in the tree, if it is there in truth and not through a link. */
    private static Path inside(Path root, String name) throws IOException {
        Path relative = Path.of(name);
        boolean plain = !name.isEmpty()
                && !relative.isAbsolute()
                && relative.normalize().equals(relative);
        if (!plain || relative.startsWith("..")) {
            throw new IOException("a tree's stream names '" + name + "', which is not a path within the tree");
        }
        Path at = root;
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            at = at.resolve(relative.getName(i));
            if (!TreeListing.isFolder(at)) {
                throw new IOException("a tree's stream writes to '" + name + "' through what is no folder");
            }
        }
        return root.resolve(relative);
    }
}
