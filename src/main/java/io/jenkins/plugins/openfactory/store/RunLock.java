package io.jenkins.plugins.openfactory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One process' exclusive claim to work on a run. The operating system holds it through a lock on {@code run.lock} in the
 * run's folder, so that it ends with the process, however that ends. The file also says who holds it: the process id and
 * when that process started. Safe for any thread.
 *
 * <p>Closing any descriptor of a file drops the locks that the process has on it (POSIX), so within a process the claims
 * are looked up in memory, and the file of a run that this process has claimed is never opened a second time.
 */
public final class RunLock implements AutoCloseable {
    /** Guarded by itself, as is every opening and closing of a lock file. */
    private static final Set<Path> CLAIMED_HERE = new HashSet<>();

    /** Far behind the text, which can then be read where locks forbid reading. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final RandomAccessFile open;
    /** Guarded by this. */
    private boolean closed;

    private RunLock(Path file, RandomAccessFile open) {
        this.file = file;
        this.open = open;
    }

    /**
     * Claims a run; close the result to give it up.
     *
     * @throws UserError naming the process that works on the run already, or if the id can't be one
     * @throws WorldFault {@code run_lock_failed} if the lock file can't be written
     */
    public static RunLock claim(FactoryHome home, String runId) {
        Path file = file(home, runId);
        try {
            Files.createDirectories(file.getParent());
            file = file.getParent().toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw failed(file, e);
        }
        synchronized (CLAIMED_HERE) {
            if (CLAIMED_HERE.contains(file)) {
                throw taken(runId, Optional.of(myself()));
            }
            try {
                RunLock lock = lock(file, runId);
                CLAIMED_HERE.add(file);
                return lock;
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
    }

    /** The live process that works on a run, as its lock file says. A hint: only {@link #claim} decides. */
    public static Optional<Holder> holder(FactoryHome home, String runId) {
        Path file = file(home, runId);
        try {
            Path real = file.getParent().toRealPath().resolve(file.getFileName());
            synchronized (CLAIMED_HERE) {
                return CLAIMED_HERE.contains(real)
                        ? Optional.of(myself())
                        : written(real).filter(Holder::isAlive);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Gives the claim up. Later calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        synchronized (CLAIMED_HERE) {
            try (open) {
                open.setLength(0);
            } catch (IOException e) {
                // Closing the descriptor gave the claim up; a name left in the file is checked against live processes.
            } finally {
                CLAIMED_HERE.remove(file);
            }
        }
    }

    private static RunLock lock(Path file, String runId) throws IOException {
        RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        boolean claimed = false;
        try {
            FileLock lock = open.getChannel().tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw taken(runId, written(file).filter(Holder::isAlive));
            }
            open.setLength(0);
            open.write(Json.write(myself().toJson()).getBytes(StandardCharsets.UTF_8));
            open.getFD().sync();
            claimed = true;
            return new RunLock(file, open);
        } catch (OverlappingFileLockException e) {
            throw taken(runId, Optional.of(myself()));
        } finally {
            if (!claimed) {
                open.close();
            }
        }
    }

    private static Path file(FactoryHome home, String runId) {
        if (!runId.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            String shown = runId.length() <= 100 ? runId : runId.substring(0, 100) + "…";
            throw new UserError("'" + shown.replaceAll("\\p{Cntrl}", "?")
                    + "' can't be a run id; list the runs to see which there are");
        }
        return home.run(runId).resolve("run.lock");
    }

    private static Optional<Holder> written(Path file) throws IOException {
        String text = Files.readString(file);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Holder.of(Json.read(text)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Holder myself() {
        ProcessHandle self = ProcessHandle.current();
        return new Holder(self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    private static UserError taken(String runId, Optional<Holder> holder) {
        return new UserError("run " + runId + " is being worked on by "
                + holder.map(h -> "process " + h.pid()).orElse("another process")
                + "; wait until it has ended, or cancel it");
    }

    private static WorldFault failed(Path file, IOException cause) {
        return new WorldFault(
                "run_lock_failed",
                "the lock file " + file + " can't be written (" + cause.getMessage()
                        + "); give this user write access to its folder",
                cause);
    }

    /**
     * Who works on a run.
     *
     * @param startedAt when the process started, which tells it from a later one with the same id
     */
    public record Holder(long pid, Instant startedAt) {
        private boolean isAlive() {
            return Worker.isAlive(pid, startedAt);
        }

        private ObjectNode toJson() {
            return Json.object().put("pid", pid).put("startedAt", startedAt.toString());
        }

        private static Holder of(JsonNode json) {
            return new Holder(
                    json.path("pid").asLong(),
                    Instant.parse(json.path("startedAt").asText()));
        }
    }
}
