package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.ReplayDoorway;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a finished run's stages again from its own exchanges, commands and check results. Nothing is done to the world;
 * documents go to a store of its own, and the original's repository is only read.
 */
public final class Replay {
    private final RunStore original;
    private final FactoryHome home;
    private final Git git;
    private final PortsFactory ports;
    private final List<Stage> stages;
    private final Clock clock;
    private final Masker masker;

    public Replay(
            RunStore original,
            FactoryHome home,
            Git git,
            PortsFactory ports,
            List<Stage> stages,
            Clock clock,
            Masker masker) {
        this.original = original;
        this.home = home;
        this.git = git;
        this.ports = ports;
        this.stages = List.copyOf(stages);
        this.clock = clock;
        this.masker = masker;
    }

    /**
     * What a replay showed.
     *
     * @param stages how each replayed stage ended, one line each
     * @param matched recorded effects that were asked for again in the same words
     * @param divergence the first request that the record does not hold
     */
    public record Report(List<String> stages, int matched, Optional<ReplayDoorway.Divergence> divergence) {}

    /** Replays the stages that succeeded in a run, into an empty store. */
    public Report run(String runId, RunStore scratch) {
        RunRow row = original.run(runId).orElseThrow();
        RunConfig config = new Amendments(original).config(runId);
        scratch.create(row);
        original.approvals(runId).forEach(word -> scratch.saveApproval(runId, word));
        ReplayDoorway doorway = new ReplayDoorway(original.effects(runId), masker::mask);
        try (GitRepository repository = git.open(home.repository(runId))) {
            return run(row, config, scratch, doorway, repository);
        }
    }

    private Report run(
            RunRow row, RunConfig config, RunStore scratch, ReplayDoorway doorway, GitRepository repository) {
        String runId = row.runId();
        CancelToken cancel = new CancelToken();
        Doors doors = Doors.of(
                doorway,
                ports.open(runId, config, repository),
                scratch,
                runId,
                row.traceId(),
                config.budget().toBudget(),
                clock,
                masker::mask,
                cancel);
        List<String> lines = new ArrayList<>();
        for (Stage stage : stages) {
            StageRow recorded = original.stages(runId).get(stage.id().number());
            if (recorded.state() != StageState.SUCCEEDED) {
                break;
            }
            for (int attempt = 1; attempt <= recorded.attempts(); attempt++) {
                Scope scope = new Scope(stage.id(), attempt, Optional.empty());
                RunEvent.Listener silent = event -> {};
                StageContext context = new StageContext(
                        new RunDocuments(scratch, runId), config, scope, doors, home, cancel, clock, silent);
                String name = stage.id().number() + " " + stage.id().title() + ": ";
                try {
                    lines.add(name + text(stage.run(context)));
                } catch (ReplayDoorway.DivergedException e) {
                    lines.add(name + e.getMessage());
                    return new Report(lines, doorway.matched(), doorway.divergence());
                }
            }
            scratch.saveStage(runId, recorded);
        }
        return new Report(lines, doorway.matched(), Optional.empty());
    }

    private static String text(StageResult result) {
        if (result instanceof StageResult.Succeeded good) {
            return good.summary();
        }
        if (result instanceof StageResult.Failed failed) {
            return "failed as it did: " + failed.text();
        }
        return result instanceof StageResult.CiFailed red
                ? "failed as it did: " + red.text()
                : "waited: " + ((StageResult.Waiting) result).text();
    }
}
