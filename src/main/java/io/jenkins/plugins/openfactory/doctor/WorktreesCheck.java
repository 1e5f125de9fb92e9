package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunRemoval;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Working trees that nothing will use again: those of runs that are done, and those of no run that the store knows, once
 * nobody touched them for a week. Trees of other runs stay, because such a run can be resumed.
 */
public final class WorktreesCheck implements Check {
    private static final Duration LONG = Duration.ofDays(7);

    private final RunStore store;
    private final FactoryHome home;
    private final Clock clock;

    public WorktreesCheck(RunStore store, FactoryHome home, Clock clock) {
        this.store = store;
        this.home = home;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "worktrees";
    }

    @Override
    public Finding look() {
        List<Path> orphans = orphans();
        return orphans.isEmpty()
                ? Finding.ok(name(), "No working tree is left over in " + home.workspaces() + ".")
                : Finding.warning(
                        name(),
                        Count.of(orphans.size(), "working tree") + " left over, the first is " + orphans.get(0) + ".",
                        "Delete them with 'factory doctor --fix'");
    }

    @Override
    public Optional<String> fix() {
        List<Path> orphans = orphans();
        orphans.forEach(RunRemoval::remove);
        return orphans.isEmpty()
                ? Optional.empty()
                : Optional.of(Count.of(orphans.size(), "working tree") + " deleted.");
    }

    /** The folders that can go. */
    private List<Path> orphans() {
        if (!Files.isDirectory(home.workspaces())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(home.workspaces())) {
            return folders.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(this::isOrphan)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't list " + home.workspaces() + ": " + e.getMessage(), e);
        }
    }

    private boolean isOrphan(Path folder) {
        String runId = folder.getFileName().toString();
        Optional<RunRow> run = store.run(runId);
        if (run.isPresent()) {
            return run.get().state() == JobState.DONE && !RunWatch.isHeld(store, home, runId);
        }
        try {
            return Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(clock.instant().minus(LONG));
        } catch (IOException e) {
            return false;
        }
    }
}
