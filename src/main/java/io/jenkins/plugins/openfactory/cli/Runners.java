package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.exec.local.LocalCommandRunner;
import io.jenkins.plugins.openfactory.exec.local.RunnerSettings;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import io.jenkins.plugins.openfactory.journal.StoreAudit;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Command runners on this machine. */
final class Runners {
    private Runners() {}

    /** The runner of a run's settings, with its audit in the store. */
    static CommandRunner of(FactoryHome home, RunStore store, Clock clock, Masker masker, RunConfig config) {
        RunnerSettings settings = RunnerSettings.standard()
                .withPreparation(home.caches(), config.sandbox().prepareHosts())
                .withMinimumTier(config.sandbox().minimumTier().equals("full") ? Tier.FULL : Tier.REDUCED);
        CommandPolicy policy = config.policyFile()
                .map(file -> CommandPolicy.load(Path.of(file)))
                .orElseGet(CommandPolicy::shipped);
        AuditLog audit = new StoreAudit(store);
        return new LocalCommandRunner(
                config.sandbox().buildsInReducedTier() ? settings.withBuildsInReducedTier() : settings,
                policy,
                audit,
                masker,
                clock);
    }

    /** A runner outside of any run. */
    static CommandRunner alone(
            Clock clock, Masker masker, Optional<Path> policyFile, RunnerSettings settings, AuditLog audit) {
        return new LocalCommandRunner(
                settings, policyFile.map(CommandPolicy::load).orElseGet(CommandPolicy::shipped), audit, masker, clock);
    }

    /** What the sandbox of this machine is worth. */
    static SandboxReport probe() {
        return new SandboxProbe(Machine.here()).find().report();
    }

    /** Whether the policy that ships with us loads, which tries its own examples. */
    static Finding shippedPolicy() {
        try {
            CommandPolicy policy = CommandPolicy.shipped();
            return Finding.ok("policy", policy.rules().size() + " rules, SHA-256 " + policy.sha256());
        } catch (UserError e) {
            return Finding.failure("policy", e.getMessage(), "Install a release that is whole.");
        }
    }
}
