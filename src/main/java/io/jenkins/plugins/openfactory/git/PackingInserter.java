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
 * flushed there and only then moved to where it is seen. Objects can be read after {@link #flush}. For one thread.
 */
final class PackingInserter extends ObjectInserter {
    private final Repository repository;
    private final Quarantine quarantine;
    private final boolean asks;
    private Path folder;
    private ObjectDirectory database;
    private PackInserter pack;

    private PackingInserter(Repository repository, Quarantine quarantine, boolean asks) {
        this.repository = repository;
        this.quarantine = quarantine;
        this.asks = asks;
    }

    /** For objects that are new, or few: each is written, also where the repository has it. */
    static PackingInserter ofAll(Repository repository, Quarantine quarantine) {
        return new PackingInserter(repository, quarantine, false);
    }

    /**
     * For objects of which the repository has most: it is asked about each. To be told that it has not takes several system
     * calls for each pack and folder.
     */
    static PackingInserter ofMissing(Repository repository, Quarantine quarantine) {
        return new PackingInserter(repository, quarantine, true);
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
        if (asks) {
            ObjectId id = idFor(type, data, off, len);
            if (repository.getObjectDatabase().has(id)) {
                return id;
            }
        }
        return pack().insert(type, data, off, len);
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
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(folder.resolve("pack"), "*.pack")) {
            for (Path file : packs) {
                publish(file);
            }
        }
        end();
        quarantine.giveBack(folder);
    }

    @Override
    public void close() {
        if (pack != null) {
            end();
            Quarantine.discard(folder);
        }
    }

    private void end() {
        pack.close();
        database.close();
        pack = null;
    }

    private PackInserter pack() throws IOException {
        if (pack == null) {
            folder = quarantine.take();
            database = new ObjectDirectory(
                    repository.getConfig(),
                    folder.toFile(),
                    null,
                    FS.DETECTED,
                    folder.resolve("shallow").toFile());
            pack = database.newPackInserter();
            pack.checkExisting(false);
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
        Path packs = repository.getDirectory().toPath().resolve("objects").resolve("pack");
        String hash = trailer(file);
        Durable.sync(file);
        Durable.sync(index);
        Files.move(file, packs.resolve("pack-" + hash + ".pack"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(index, packs.resolve("pack-" + hash + ".idx"), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(packs);
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
