package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.FilePath;
import hudson.Launcher;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.local.LocalCommandRunner;
import io.jenkins.plugins.openfactory.exec.local.RunnerSettings;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.Place;
import io.jenkins.plugins.openfactory.jenkins.config.StepNode;
import io.jenkins.plugins.openfactory.journal.StoreAudit;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The runner of a run's commands on the node where its step works. */
public final class NodeRunners {
    private static final Duration LOOK = Duration.ofSeconds(2);

    private NodeRunners() {}

    /**
     * Through a launcher that a block put around something (a container) one that starts commands there; else on the
     * built-in node the controller's own runner, on an agent one in the agent's process; without a node one that refuses.
     *
     * @param patience how long a node that went away may take to come back
     */
    public static CommandRunner of(
            FactoryRuntime.Opened opened, Place place, String runId, RunConfig config, Duration patience) {
        Optional<String> text = policyText(config);
        CommandPolicy policy = policy(text);
        if (place.node().isEmpty()) {
            return new NoNode(policy, place.wanted());
        }
        StepNode node = place.node().get();
        return new PatientRunner(
                () -> open(opened, node, runId, config, text),
                node::isThere,
                node::tell,
                patience,
                LOOK,
                node.cancel(),
                policy.sha256());
    }

    private static CommandRunner open(
            FactoryRuntime.Opened opened, StepNode node, String runId, RunConfig config, Optional<String> text) {
        AuditLog audit = new StoreAudit(opened.store());
        String minimumTier = config.sandbox().minimumTier();
        boolean buildsInReducedTier = config.sandbox().buildsInReducedTier();
        FilePath workspace = node.workspace();
        Launcher launcher = node.launcher();
        if (!plain(launcher)) {
            return new ContainerCommandRunner(
                    workspace,
                    launcher,
                    runId,
                    tier(minimumTier),
                    policy(text),
                    audit,
                    opened.masker(),
                    opened.clock());
        }
        if (!workspace.isRemote()) {
            return new LocalCommandRunner(
                    settings(minimumTier, buildsInReducedTier)
                            .withPreparation(
                                    opened.home().caches(), config.sandbox().prepareHosts()),
                    policy(text),
                    audit,
                    opened.masker(),
                    opened.clock());
        }
        AgentOrder order = new AgentOrder(text, minimumTier, buildsInReducedTier)
                .withHosts(config.sandbox().prepareHosts());
        return new AgentCommandRunner(workspace, runId, order, policy(text).sha256(), audit, opened.masker());
    }

    /** Whether nothing was put around the launcher that the node itself has. */
    private static boolean plain(Launcher launcher) {
        Class<?> type = launcher.getClass();
        return type == Launcher.LocalLauncher.class || type == Launcher.RemoteLauncher.class;
    }

    /**
     * A runner on the machine of this process, as an agent's process makes it.
     *
     * @param fetched where what prepare commands fetch is kept
     */
    static LocalCommandRunner here(AgentOrder order, Optional<Path> fetched, AuditLog audit, Clock clock) {
        RunnerSettings settings = settings(order.minimumTier(), order.buildsInReducedTier());
        return new LocalCommandRunner(
                fetched.map(folder -> settings.withPreparation(folder, order.hosts()))
                        .orElse(settings),
                policy(order.policy()),
                audit,
                new io.jenkins.plugins.openfactory.exec.SecretMasker(),
                clock);
    }

    private static RunnerSettings settings(String minimumTier, boolean buildsInReducedTier) {
        RunnerSettings settings = RunnerSettings.standard().withMinimumTier(tier(minimumTier));
        return buildsInReducedTier ? settings.withBuildsInReducedTier() : settings;
    }

    private static Tier tier(String name) {
        return name.equals("full") ? Tier.FULL : Tier.REDUCED;
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
