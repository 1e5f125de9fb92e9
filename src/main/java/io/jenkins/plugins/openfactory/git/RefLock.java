package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one writer at a time change the refs of a repository, over all threads and processes of the machine. The
 * operating system gives the lock back when a process dies, so whoever holds it knows that a {@code .lock} file of git
 * which it finds was left by a process that was killed.
 */
final class RefLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock lock;

    private RefLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
        this.thread = thread;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for the lock; not reentrant. */
    static RefLock take(Path gitDir) throws IOException {
        ReentrantLock thread = THREADS.computeIfAbsent(gitDir.toRealPath(), path -> new ReentrantLock());
        thread.lock();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    gitDir.resolve("openfactory.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new RefLock(thread, channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            thread.unlock();
            throw e;
        }
    }

    /** Removes what a killed writer of this ref left; only for the holder. */
    void clearStale(Path gitDir, String ref) throws IOException {
        Files.deleteIfExists(gitDir.resolve(ref + ".lock"));
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            thread.unlock();
        }
    }
}
