package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder. What it reads and writes is reached from its handle, name by name and never through a symbolic link,
 * so that a link put in the way meanwhile leads nowhere. Used by one thread.
 */
final class Folder implements Closeable {
    /** The largest file that is read, in bytes. */
    private static final long LARGEST = 64L * 1024 * 1024;

    private final SecureDirectoryStream<Path> handle;

    private Folder(DirectoryStream<Path> stream, Object shown) throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            throw new WorldFault(
                    "no_secure_folder",
                    "the file system of " + shown + " can't open files without following links; use another one");
        }
        this.handle = secure;
    }

    /** Opens a folder by its real path. */
    static Folder open(Path realPath) throws IOException {
        return new Folder(Files.newDirectoryStream(realPath), realPath);
    }

    /** Opens a folder in this one. */
    Folder child(String name) throws IOException {
        return new Folder(handle.newDirectoryStream(name(name), LinkOption.NOFOLLOW_LINKS), name);
    }

    /** What a name is in this folder; empty where it is nothing. */
    Optional<PosixFileAttributes> attributes(String name) throws IOException {
        try {
            return Optional.of(view(name).readAttributes());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private PosixFileAttributeView view(String name) {
        return handle.getFileAttributeView(name(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    byte[] read(String name) throws IOException {
        Set<? extends OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = handle.newByteChannel(name(name), options)) {
            if (channel.size() > LARGEST) {
                throw new UserError("the file " + name + " has " + channel.size() + " bytes; files above " + LARGEST
                        + " bytes can't be edited, so leave it out");
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                continue;
            }
            return Arrays.copyOf(content.array(), content.position());
        }
    }

    /** Writes a file that must not exist, with the given permissions as far as the process's mask allows them. */
    void write(String name, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        Set<? extends OpenOption> options =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel =
                handle.newByteChannel(name(name), options, PosixFilePermissions.asFileAttribute(permissions))) {
            fill(channel, content, name);
        }
    }

    private void fill(SeekableByteChannel channel, byte[] content, String name) throws IOException {
        try {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException cut) {
            delete(name);
            throw cut;
        }
    }

    /** Gives a file of this folder the owner, group and permissions of another. */
    void liken(String name, PosixFileAttributes model) throws IOException {
        PosixFileAttributes own = view(name).readAttributes();
        if (!own.owner().equals(model.owner())) {
            view(name).setOwner(model.owner());
        }
        if (!own.group().equals(model.group())) {
            view(name).setGroup(model.group());
        }
        view(name).setPermissions(model.permissions());
    }

    /** Moves a file; what has the new name already is replaced. */
    void move(String name, Folder target, String newName) throws IOException {
        handle.move(name(name), target.handle, name(newName));
    }

    void delete(String name) throws IOException {
        handle.deleteFile(name(name));
    }

    void deleteFolder(String name) throws IOException {
        handle.deleteDirectory(name(name));
    }

    private static Path name(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException unmappable) {
            throw new UserError("the file name '" + name
                    + "' can't be written in this process's character set; start it" + " with LC_ALL=C.UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
