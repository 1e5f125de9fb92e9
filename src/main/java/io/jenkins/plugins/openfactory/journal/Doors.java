package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The ports of one run, all behind its doorway: what stages touch the world with. Safe for any thread. */
public record Doors(
        ModelDoor model,
        CommandDoor commands,
        GitDoor git,
        ForgeDoor forge,
        ArtifactDoor artifacts,
        ObserveDoor observe,
        RunTrace trace) {
    /**
     * The bare ports of one run.
     *
     * @param escalation a stronger model for last attempts, where one is configured
     */
    public record Ports(
            ModelPort model,
            Optional<ModelPort> escalation,
            CommandRunner runner,
            GitRepository repository,
            Forge forge,
            ArtifactStore artifacts) {
        /** Ports with one model for everything. */
        public Ports(
                ModelPort model, CommandRunner runner, GitRepository repository, Forge forge, ArtifactStore artifacts) {
            this(model, Optional.empty(), runner, repository, forge, artifacts);
        }
    }

    /** Puts the ports of a run behind a doorway. */
    public static Doors of(
            Doorway doorway,
            Ports ports,
            RunStore store,
            String runId,
            String traceId,
            Budget budget,
            Clock clock,
            UnaryOperator<String> mask,
            CancelToken cancel) {
        DoorParts parts = new DoorParts(doorway, store, runId, traceId, clock, mask, cancel);
        return new Doors(
                new ModelDoor(parts, ports.model(), ports.escalation(), budget),
                new CommandDoor(parts, ports.runner(), ports.artifacts(), ports.repository()),
                new GitDoor(parts, ports.repository(), ports.runner()),
                new ForgeDoor(parts, ports.forge(), ports.repository()),
                new ArtifactDoor(parts, ports.artifacts()),
                new ObserveDoor(parts),
                doorway.trace());
    }
}
