package io.jenkins.plugins.openfactory.artifact;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a bundle as one zip archive while it hashes it: every file is read once, its SHA-256 is computed beside its
 * compression, and so is that of the archive. The same files always give the same bytes. For one thread.
 */
public final class BundleArchive implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    /** A chunk that is smaller is hashed at once, without a second thread. */
    private static final int WORTH_A_THREAD = 1 << 15;
    /** Hashing that takes more than this part of the time of compressing is worth a second thread. */
    private static final int WORTH_A_SHARE = 20;

    private final OutputStream out;
    private final MessageDigest whole = Sha256.digest();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final List<ZipForm.Entry> entries = new ArrayList<>();
    private final byte[][] chunks = {new byte[BUFFER], new byte[BUFFER]};
    private final byte[] packed = new byte[BUFFER];
    private final ExecutorService hashing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "archive-hash");
        thread.setDaemon(true);
        return thread;
    });
    private long position;
    private long hashNanos;
    private long packNanos;

    /** @param out where the archive goes; not closed here */
    public BundleArchive(OutputStream out) {
        this.out = out;
    }

    /** Opens an artifact by its path. */
    @FunctionalInterface
    public interface Source {
        InputStream open(String path) throws IOException;
    }

    /**
     * What was written.
     *
     * @param files each as it was read, in order of path
     * @param sha256 of the archive
     * @param size of the archive in bytes
     */
    public record Written(List<Artifact> files, String sha256, long size) {}

    /**
     * Writes these files, in order of path.
     *
     * @throws IOException also where they are more or larger than such an archive can hold
     */
    public Written write(Collection<String> paths, Source source) throws IOException {
        List<Artifact> files = new ArrayList<>();
        for (String path : paths.stream().sorted().toList()) {
            ArtifactPath.require(path);
            try (InputStream in = source.open(path)) {
                files.add(add(path, in));
            }
        }
        long start = position;
        for (ZipForm.Entry entry : entries) {
            emit(ZipForm.central(entry));
        }
        emit(ZipForm.end(entries, position - start));
        out.flush();
        return new Written(List.copyOf(files), HexFormat.of().formatHex(whole.digest()), position);
    }

    private Artifact add(String path, InputStream in) throws IOException {
        if (entries.size() == ZipForm.MOST_FILES) {
            throw tooLarge(path);
        }
        long offset = position;
        emit(ZipForm.local(path));
        long begin = position;
        MessageDigest digest = Sha256.digest();
        CRC32 crc = new CRC32();
        deflater.reset();
        long size = pack(in, digest, crc);
        ZipForm.Entry entry = new ZipForm.Entry(path, crc.getValue(), position - begin, size, offset);
        if (size > ZipForm.MOST_BYTES || position > ZipForm.MOST_BYTES) {
            throw tooLarge(path);
        }
        emit(ZipForm.descriptor(entry));
        entries.add(entry);
        return new Artifact(path, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static IOException tooLarge(String path) {
        return new IOException("an archive holds at most " + ZipForm.MOST_FILES + " files and " + ZipForm.MOST_BYTES
                + " bytes, which " + path + " would exceed; copy the folder instead");
    }

    /** Hashes each chunk and compresses it, both at once where hashing is slow. */
    private long pack(InputStream in, MessageDigest digest, CRC32 crc) throws IOException {
        long size = 0;
        Future<?> before = null;
        for (int turn = 0; ; turn ^= 1) {
            byte[] chunk = chunks[turn];
            int n = in.readNBytes(chunk, 0, chunk.length);
            await(before);
            if (n == 0) {
                break;
            }
            before = hash(chunk, n, digest);
            crc.update(chunk, 0, n);
            long start = System.nanoTime();
            deflater.setInput(chunk, 0, n);
            while (!deflater.needsInput()) {
                emit(deflater.deflate(packed));
            }
            packNanos += System.nanoTime() - start;
            size += n;
        }
        deflater.finish();
        while (!deflater.finished()) {
            emit(deflater.deflate(packed));
        }
        return size;
    }

    /**
     * Hashes a chunk: in this thread as long as that takes little beside compressing, as it does where the processor has
     * instructions for it and the compiler uses them; else in the other thread.
     *
     * @return what is under way in the other thread; null where nothing is
     */
    private Future<?> hash(byte[] chunk, int n, MessageDigest digest) {
        if (n >= WORTH_A_THREAD && hashNanos > packNanos / WORTH_A_SHARE) {
            return hashing.submit(() -> digest.update(chunk, 0, n));
        }
        long start = System.nanoTime();
        digest.update(chunk, 0, n);
        hashNanos += System.nanoTime() - start;
        return null;
    }

    private static void await(Future<?> work) throws IOException {
        if (work == null) {
            return;
        }
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an archive was written", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing bytes can't fail", e);
        }
    }

    private void emit(int n) throws IOException {
        whole.update(packed, 0, n);
        out.write(packed, 0, n);
        position += n;
    }

    private void emit(byte[] bytes) throws IOException {
        whole.update(bytes);
        out.write(bytes);
        position += bytes.length;
    }

    @Override
    public void close() {
        hashing.shutdownNow();
        deflater.end();
    }
}
