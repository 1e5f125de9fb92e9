package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.FilePath;
import hudson.Launcher;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.exec.local.LocalCommandRunner;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Runs commands where a step's decorated launcher leads, in the sandbox of that place: policy, audit and masking stay on
 * the controller, working trees are kept equal on the agent, which shares them with the container. Safe for any thread.
 */
final class ContainerCommandRunner implements CommandRunner, AutoCloseable {
    private final AgentTrees trees;
    private final CommandRunner inside;

    ContainerCommandRunner(
            FilePath workspace,
            Launcher launcher,
            String runId,
            Tier minimumTier,
            CommandPolicy policy,
            AuditLog audit,
            Masker masker,
            Clock clock) {
        FilePath folder = WorkspaceList.tempDir(workspace).child("openfactory").child(runId);
        this.trees = new AgentTrees(folder);
        this.inside = LocalCommandRunner.through(
                new LauncherShell(launcher, folder.child("shell"), trees::tree),
                minimumTier,
                policy,
                audit,
                masker,
                clock);
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        return trees.with(request.workspace(), tree -> inside.run(request.withoutGitDir(), cancel));
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return inside.check(request.withoutGitDir());
    }

    /** The agent's copy is handed over there. */
    @Override
    public void adopt(Path workspace) {
        // Nothing is run in the controller's copy.
    }

    @Override
    public SandboxReport sandbox() {
        return inside.sandbox();
    }

    @Override
    public Set<String> rules() {
        return inside.rules();
    }

    @Override
    public String policySha256() {
        return inside.policySha256();
    }

    @Override
    public void close() {
        trees.delete();
    }
}
