package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.git.HostedRepository;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs checks in daemon threads, each check once. Whoever runs a check holds the operating system's lock on a file of
 * its own, over all processes of the machine, and writes itself into the record as its owner; a process that dies loses
 * the lock, and the next one that asks for the check runs it again from its beginning. Safe for any thread.
 */
final class CheckWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckWorker.class.getName());

    private final LocalForgeSettings settings;
    private final ForgeRecords records;
    private final CommandRunner runner;
    private final HostedRepository hosted;
    private final Clock clock;
    private final Runnable changed;
    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-check");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    CheckWorker(
            LocalForgeSettings settings,
            ForgeRecords records,
            CommandRunner runner,
            HostedRepository hosted,
            Clock clock,
            Runnable changed) {
        this.settings = settings;
        this.records = records;
        this.runner = runner;
        this.hosted = hosted;
        this.clock = clock;
        this.changed = changed;
    }

    /** Sees to it that a check which has not ended is being run, by this process or by another that is alive. */
    void start(CheckRow check) {
        Running mine = new Running(check.commit(), new CancelToken());
        synchronized (threads) {
            if (check.status() != Forge.Status.COMPLETED && !closed && running.putIfAbsent(check.id(), mine) == null) {
                execute(check, mine);
            }
        }
    }

    private void execute(CheckRow check, Running mine) {
        threads.execute(() -> {
            try {
                claimAndRun(check.id(), mine.cancel());
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "The check " + check.name() + " of " + check.commit() + " was left unfinished",
                        e);
            } finally {
                running.remove(check.id());
                changed.run();
            }
        });
    }

    /** Stops the checks of a commit that this process runs; they end as cancelled. */
    void cancel(String commit) {
        running.values().stream()
                .filter(check -> check.commit().equals(commit))
                .forEach(check -> check.cancel().cancel());
    }

    /**
     * Stops every check that this process runs and puts it back into the queue, for whoever asks next. Returns when that
     * is done, or after ten seconds.
     */
    @Override
    public void close() {
        synchronized (threads) {
            closed = true;
        }
        running.values().forEach(check -> check.cancel().cancel());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warning("A check of " + settings.repository()
                        + " did not stop in time; the next process takes it over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void claimAndRun(long id, CancelToken cancel) throws IOException {
        Path folder = settings.folder().resolve(settings.repository() + ".checks");
        Files.createDirectories(folder);
        Path file = folder.resolve(id + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel).orElse(null)) {
            CheckRow row = records.check(id)
                    .orElseThrow(() -> new IllegalStateException("the check " + id + " is not in the records"));
            if (lock == null || row.status() == Forge.Status.COMPLETED) {
                return;
            }
            Path log = folder.resolve(id + ".log");
            update(row, Forge.Status.IN_PROGRESS, Optional.empty(), owner(), "running", log);
            CheckRun.Result result = run(row, log, cancel);
            if (closed && result.conclusion() == Forge.Conclusion.CANCELLED) {
                update(row, Forge.Status.QUEUED, Optional.empty(), "", "put back into the queue", log);
            } else {
                update(row, Forge.Status.COMPLETED, Optional.of(result.conclusion()), owner(), result.summary(), log);
                Files.deleteIfExists(file);
            }
        }
    }

    private CheckRun.Result run(CheckRow row, Path log, CancelToken cancel) {
        Optional<CheckDefinition> definition = settings.checks().stream()
                .filter(check -> check.name().equals(row.name()))
                .findFirst();
        if (definition.isEmpty()) {
            return new CheckRun.Result(
                    Forge.Conclusion.STARTUP_FAILURE, "no check called '" + row.name() + "' is configured any more");
        }
        Path workspace = settings.workspaces().resolve("checks").resolve(settings.repository() + "-" + row.id());
        try {
            return new CheckRun(settings, runner, hosted.repository(), clock)
                    .run(definition.get(), row, workspace, log, cancel);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The check " + row.name() + " of " + row.commit() + " could not be run", e);
            return new CheckRun.Result(
                    Forge.Conclusion.STARTUP_FAILURE, "the check could not be run: " + e.getMessage());
        }
    }

    private void update(
            CheckRow row,
            Forge.Status status,
            Optional<Forge.Conclusion> conclusion,
            String owner,
            String summary,
            Path log) {
        records.updateCheck(new CheckRow(
                row.id(),
                row.repository(),
                row.commit(),
                row.name(),
                row.attempt(),
                status,
                conclusion,
                owner,
                summary,
                log.toString(),
                clock.instant()));
        changed.run();
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static String owner() {
        ProcessHandle me = ProcessHandle.current();
        return me.pid() + "@" + me.info().startInstant().map(Object::toString).orElse("unknown");
    }

    private record Running(String commit, CancelToken cancel) {}
}
