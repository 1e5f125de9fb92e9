package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand.Cache;
import java.util.List;

/**
 * How a runner is set up. Immutable.
 *
 * @param machine what sandboxes are built from
 * @param minimumTier commands are refused where only a weaker tier works
 * @param allowBuildsInReducedTier whether rules of kind {@code build} may run in the REDUCED tier: only for an agent that
 *     is thrown away afterwards
 * @param caches folders that the repository's preparation filled, seen read-only
 */
public record RunnerSettings(Machine machine, Tier minimumTier, boolean allowBuildsInReducedTier, List<Cache> caches) {
    public RunnerSettings {
        caches = List.copyOf(caches);
    }

    /** This machine, any tier but none, no builds in the REDUCED tier, no caches. */
    public static RunnerSettings standard() {
        return new RunnerSettings(Machine.here(), Tier.REDUCED, false, List.of());
    }

    public RunnerSettings withMachine(Machine other) {
        return new RunnerSettings(other, minimumTier, allowBuildsInReducedTier, caches);
    }

    public RunnerSettings withMinimumTier(Tier tier) {
        return new RunnerSettings(machine, tier, allowBuildsInReducedTier, caches);
    }

    public RunnerSettings withBuildsInReducedTier() {
        return new RunnerSettings(machine, minimumTier, true, caches);
    }

    public RunnerSettings withCaches(List<Cache> others) {
        return new RunnerSettings(machine, minimumTier, allowBuildsInReducedTier, others);
    }
}
