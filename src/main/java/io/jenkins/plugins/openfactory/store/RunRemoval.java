package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes runs away: rows and files, or the files alone. A run that somebody works on is refused. Files go first, so that
 * what was interrupted is seen and can be done again. Safe for any thread.
 */
public final class RunRemoval {
    private static final String LOCK = "run.lock";

    private final RunStore store;
    private final FactoryHome home;

    public RunRemoval(RunStore store, FactoryHome home) {
        this.store = store;
        this.home = home;
    }

    /**
     * Deletes everything that is kept of a run: its record, artifacts, repository and working trees. What it spent today
     * still counts for the day's budget.
     *
     * @return whether there was anything
     * @throws UserError where somebody works on it, or another home keeps it
     */
    public boolean delete(String runId) {
        refuse(runId);
        boolean files = Files.exists(home.run(runId));
        try (RunLock lock = RunLock.claim(home, runId)) {
            removeFiles(runId, List.of("artifacts", "repo.git"));
            removeAllBut(home.run(runId), LOCK);
            files |= store.delete(runId);
        }
        remove(home.run(runId));
        return files;
    }

    /** Deletes a run's artifacts, repository and working trees, and notes in the record that they are gone. */
    public void dropFiles(String runId) {
        refuse(runId);
        try (RunLock lock = RunLock.claim(home, runId)) {
            removeFiles(runId, List.of("artifacts", "repo.git"));
        }
        store.saveDocument(runId, RunStore.FILES_DROPPED, "true");
    }

    private void refuse(String runId) {
        store.leases().of(runId).ifPresent(lease -> {
            if (!lease.here()) {
                throw new UserError("run " + runId + " is kept by another factory home (" + lease.place()
                        + ") that shares this store; delete it there");
            }
            if (lease.held() && Worker.of(lease.owner()).filter(Worker::isDead).isEmpty()) {
                throw new UserError("run " + runId + " is being worked on by "
                        + Worker.of(lease.owner()).map(Worker::shown).orElse("another process")
                        + "; cancel it first");
            }
        });
    }

    private void removeFiles(String runId, List<String> names) {
        for (String name : names) {
            remove(home.run(runId).resolve(name));
        }
        remove(home.workspaces(runId));
    }

    private static void removeAllBut(Path folder, String kept) {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(path -> !path.getFileName().toString().equals(kept)).forEach(RunRemoval::remove);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Deletes a folder of ours and what is in it; links are deleted, never followed. */
    public static void remove(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
            for (Path path : paths) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed(folder, e);
        }
    }

    /** Deletes a folder of ours where it holds nothing but empty folders; what can't be deleted stays. */
    public static void removeEmpty(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    return;
                }
                Files.delete(entry);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // There is something in it, or it is in use: then it is not left over.
        }
    }

    private static WorldFault failed(Path folder, Exception cause) {
        return new WorldFault(
                "disk_failed",
                "can't delete " + folder + " (" + cause.getMessage() + "); give this user write access to it, then try"
                        + " again",
                cause);
    }
}
