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
final class RefLock {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private RefLock() {}

    /** What is done under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for the lock and does the work; not reentrant. */
    static <T> T holding(Path gitDir, Work<T> work) throws IOException {
        ReentrantLock thread = THREADS.computeIfAbsent(gitDir.toRealPath(), path -> new ReentrantLock());
        thread.lock();
        try (FileChannel channel = FileChannel.open(
                gitDir.resolve("openfactory.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try {
                return work.run();
            } finally {
                lock.release();
            }
        } finally {
            thread.unlock();
        }
    }

    /** Removes the {@code .lock} file that a killed writer of this ref or file left; only under the lock. */
    static void clearStale(Path gitDir, String ref) throws IOException {
        Files.deleteIfExists(gitDir.resolve(ref + ".lock"));
    }
}
