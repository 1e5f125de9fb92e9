package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.FS;

/**
 * Writes the objects of one piece of work as one pack: three flushes instead of two per object, and two files instead of
 * many to share with each working tree. JGit makes the pack in a folder of its own, which no reader looks into; it is
 * flushed there and only then moved to where it is seen. A process that is killed before leaves such a folder, which git
 * takes for one of its own and prunes. Objects can be read after {@link #flush}. For one thread.
 */
final class PackingInserter extends ObjectInserter {
    /** As git names the folders in which it receives packs (git-receive-pack(1), quarantine environment). */
    private static final String QUARANTINE = "tmp_objdir-incoming-";

    private final Repository repository;
    private final Path objects;
    private Path quarantine;
    private ObjectDirectory database;
    private PackInserter pack;

    PackingInserter(Repository repository) {
        this.repository = repository;
        this.objects = repository.getDirectory().toPath().resolve("objects");
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
        ObjectId id = idFor(type, data, off, len);
        return repository.getObjectDatabase().has(id) ? id : pack().insert(type, data, off, len);
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return pack().insert(type, length, in);
    }

    @Override
    public PackParser newPackParser(InputStream in) {
        throw new UnsupportedOperationException("objects are inserted one by one");
    }

    @Override
    public ObjectReader newReader() {
        return repository.newObjectReader();
    }

    /** Returns when every object inserted so far is there for readers and would survive a power cut. */
    @Override
    public void flush() throws IOException {
        if (pack == null) {
            return;
        }
        pack.flush();
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(quarantine.resolve("pack"), "*.pack")) {
            for (Path file : packs) {
                publish(file);
            }
        }
        close();
    }

    @Override
    public void close() {
        if (pack == null) {
            return;
        }
        pack.close();
        database.close();
        pack = null;
        try {
            Files.deleteIfExists(quarantine.resolve("pack"));
            Files.delete(quarantine);
        } catch (IOException e) {
            // A pack that was not to be is left over, which is no part of the repository; git prunes it.
        }
    }

    private PackInserter pack() throws IOException {
        if (pack == null) {
            quarantine = Files.createTempDirectory(objects, QUARANTINE);
            Files.createDirectory(quarantine.resolve("pack"));
            database = new ObjectDirectory(
                    repository.getConfig(),
                    quarantine.toFile(),
                    null,
                    FS.DETECTED,
                    quarantine.resolve("shallow").toFile());
            pack = database.newPackInserter();
            pack.setCompressionLevel(Deflater.BEST_SPEED);
        }
        return pack;
    }

    /**
     * Moves a pack under the name that its content gives it, so that what has the name has the content; the index comes
     * last, for without it a pack is not seen.
     */
    private void publish(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path index = file.resolveSibling(name.substring(0, name.length() - "pack".length()) + "idx");
        Path folder = objects.resolve("pack");
        String hash = trailer(file);
        Durable.sync(file);
        Durable.sync(index);
        Files.move(file, folder.resolve("pack-" + hash + ".pack"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(index, folder.resolve("pack-" + hash + ".idx"), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(folder);
    }

    /** The SHA-1 over a pack, which is its end (gitformat-pack(5)). */
    private static String trailer(Path file) throws IOException {
        try (RandomAccessFile pack = new RandomAccessFile(file.toFile(), "r")) {
            byte[] hash = new byte[20];
            pack.seek(pack.length() - hash.length);
            pack.readFully(hash);
            return HexFormat.of().formatHex(hash);
        }
    }
}
