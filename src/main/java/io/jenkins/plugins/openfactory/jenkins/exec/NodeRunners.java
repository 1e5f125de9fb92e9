package io.jenkins.plugins.openfactory.jenkins.exec;

import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.local.LocalCommandRunner;
import io.jenkins.plugins.openfactory.exec.local.RunnerSettings;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.Place;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The runner of a run's commands on the node where its step works. */
public final class NodeRunners {
    private NodeRunners() {}

    /** On the built-in node the controller's own runner, on an agent one in the agent's process, else one that refuses. */
    public static CommandRunner of(FactoryRuntime.Opened opened, Place place, String runId, RunConfig config) {
        if (place.workspace().isEmpty()) {
            return new NoNode(policy(policyText(config)));
        }
        AuditLog audit = (run, record) ->
                opened.store().appendAudit(run, record.toString()).seq();
        if (!place.workspace().get().isRemote()) {
            return new LocalCommandRunner(
                    settings(config.sandbox().minimumTier(), config.sandbox().buildsInReducedTier()),
                    policy(policyText(config)),
                    audit,
                    opened.masker(),
                    opened.clock());
        }
        AgentOrder order = new AgentOrder(
                policyText(config),
                config.sandbox().minimumTier(),
                config.sandbox().buildsInReducedTier());
        return new AgentCommandRunner(
                place.workspace().get(),
                runId,
                order,
                policy(policyText(config)).sha256(),
                audit,
                opened.masker());
    }

    /** A runner on the machine of this process, as an agent's process makes it. */
    static LocalCommandRunner here(AgentOrder order, AuditLog audit, Clock clock) {
        return new LocalCommandRunner(
                settings(order.minimumTier(), order.buildsInReducedTier()),
                policy(order.policy()),
                audit,
                new io.jenkins.plugins.openfactory.exec.SecretMasker(),
                clock);
    }

    private static RunnerSettings settings(String minimumTier, boolean buildsInReducedTier) {
        RunnerSettings settings =
                RunnerSettings.standard().withMinimumTier(minimumTier.equals("full") ? Tier.FULL : Tier.REDUCED);
        return buildsInReducedTier ? settings.withBuildsInReducedTier() : settings;
    }

    private static Optional<String> policyText(RunConfig config) {
        return config.policyFile().map(file -> {
            try {
                return Files.readString(Path.of(file));
            } catch (IOException e) {
                throw new UserError(
                        "The command policy '" + file + "' can't be read: " + e.getMessage()
                                + "; correct it under Manage Jenkins, OpenFactory.",
                        e);
            }
        });
    }

    /** The policy with this text, or the shipped one. */
    private static CommandPolicy policy(Optional<String> text) {
        return text.map(CommandPolicy::parse).orElseGet(CommandPolicy::shipped);
    }
}
