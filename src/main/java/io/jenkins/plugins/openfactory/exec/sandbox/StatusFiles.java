package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Private files that bubblewrap writes a command's end to, used again by later commands: to make, read and delete one for
 * each costs more than all else that is done for it. Safe for any thread.
 */
final class StatusFiles {
    private static final int MOST_KEPT = 8;
    private static final int LONGEST = 4096;

    private final SandboxFiles files;
    private final ConcurrentLinkedDeque<StatusFile> idle = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<StatusFile> used = new ConcurrentLinkedDeque<>();
    private final AtomicInteger kept = new AtomicInteger();

    StatusFiles(SandboxFiles files) {
        this.files = files;
    }

    /** An empty file, this command's alone until it is closed. */
    StatusFile take() throws IOException {
        for (StatusFile file = idle.poll(); file != null; file = idle.poll()) {
            kept.decrementAndGet();
            if (Files.exists(file.path)) {
                return file;
            }
            file.discard();
        }
        Path path = files.privateFile();
        return new StatusFile(path, new RandomAccessFile(path.toFile(), "rw"));
    }

    /** Empties what was given back. For a moment when there is nothing else to do, as while a command runs. */
    void empty() {
        for (StatusFile file = used.poll(); file != null; file = used.poll()) {
            file.recycle();
        }
    }

    /** One of them. Not safe for threads. */
    final class StatusFile implements AutoCloseable {
        private final Path path;
        private final RandomAccessFile file;

        private StatusFile(Path path, RandomAccessFile file) {
            this.path = path;
            this.file = file;
        }

        Path path() {
            return path;
        }

        /** What was written; empty where it can't be read. */
        String text() {
            try {
                byte[] text = new byte[(int) Math.min(file.length(), LONGEST)];
                file.seek(0);
                file.readFully(text);
                return new String(text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }

        /** Gives it back; {@link #empty} makes it ready for another command. */
        @Override
        public void close() {
            used.push(this);
        }

        private void recycle() {
            try {
                file.setLength(0);
                if (kept.incrementAndGet() <= MOST_KEPT) {
                    idle.push(this);
                    return;
                }
                kept.decrementAndGet();
            } catch (IOException e) {
                System.getLogger(StatusFiles.class.getName())
                        .log(System.Logger.Level.DEBUG, "a status file is not used again", e);
            }
            discard();
        }

        private void discard() {
            try {
                file.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                System.getLogger(StatusFiles.class.getName())
                        .log(System.Logger.Level.DEBUG, "a status file stays behind", e);
            }
        }
    }
}
