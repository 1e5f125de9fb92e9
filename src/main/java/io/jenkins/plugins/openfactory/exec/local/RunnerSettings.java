package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand.Cache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a runner is set up. Immutable.
 *
 * @param machine what sandboxes are built from
 * @param minimumTier commands are refused where only a weaker tier works
 * @param allowBuildsInReducedTier whether rules of kind {@code build} may run in the REDUCED tier: only for an agent that
 *     is thrown away afterwards
 * @param caches folders of the administrator, seen read-only by every command
 * @param prepared where what each run's preparation fetches is kept; empty where nothing may be fetched
 * @param hosts what prepare commands may reach, each as {@code HOST}, {@code HOST:PORT} or {@code HOST:PORT=ADDRESS:PORT}
 */
public record RunnerSettings(
        Machine machine,
        Tier minimumTier,
        boolean allowBuildsInReducedTier,
        List<Cache> caches,
        Optional<Path> prepared,
        List<String> hosts) {
    public RunnerSettings {
        caches = List.copyOf(caches);
        hosts = List.copyOf(hosts);
    }

    /** This machine, any tier but none, no builds in the REDUCED tier, no caches. */
    public static RunnerSettings standard() {
        return new RunnerSettings(Machine.here(), Tier.REDUCED, false, List.of(), Optional.empty(), List.of());
    }

    public RunnerSettings withMachine(Machine other) {
        return new RunnerSettings(other, minimumTier, allowBuildsInReducedTier, caches, prepared, hosts);
    }

    public RunnerSettings withMinimumTier(Tier tier) {
        return new RunnerSettings(machine, tier, allowBuildsInReducedTier, caches, prepared, hosts);
    }

    public RunnerSettings withBuildsInReducedTier() {
        return new RunnerSettings(machine, minimumTier, true, caches, prepared, hosts);
    }

    public RunnerSettings withCaches(List<Cache> others) {
        return new RunnerSettings(machine, minimumTier, allowBuildsInReducedTier, others, prepared, hosts);
    }

    /** The same with runs prepared: what they fetch is kept below a folder, and comes from these hosts. */
    public RunnerSettings withPreparation(Path folder, List<String> allowed) {
        return new RunnerSettings(machine, minimumTier, allowBuildsInReducedTier, caches, Optional.of(folder), allowed);
    }
}
