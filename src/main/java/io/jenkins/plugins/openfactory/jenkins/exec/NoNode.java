package io.jenkins.plugins.openfactory.jenkins.exec;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Where a step has no node: commands are refused, or where a node can be had, asked for and left to whoever works there.
 * Safe for any thread.
 */
final class NoNode implements CommandRunner {
    private static final String MEND =
            "Put the step into a 'node' block, or give factoryCiGate a body: { node('…') { factoryImplement() } }.";

    private final CommandPolicy policy;
    private final Optional<Runnable> wanted;

    /** @param wanted asks for a node and cancels what is worked on here */
    NoNode(CommandPolicy policy, Optional<Runnable> wanted) {
        this.policy = policy;
        this.wanted = wanted;
    }

    /** @throws RunCancelledException where a node was asked for */
    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        if (wanted.isEmpty()) {
            return refusal();
        }
        CountDownLatch cancelled = new CountDownLatch(1);
        try (CancelToken.Registration registration = cancel.onCancel(cancelled::countDown)) {
            wanted.get().run();
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RunCancelledException();
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return Optional.of(refusal());
    }

    private static Denied refusal() {
        return new Denied("SANDBOX_UNAVAILABLE", "none", "This step has no node to run commands on. " + MEND, 0);
    }

    @Override
    public void adopt(Path workspace) {
        // Nobody else will work in it.
    }

    @Override
    public SandboxReport sandbox() {
        return new SandboxReport(Tier.NONE, "The step has no node.", MEND, 65534);
    }

    @Override
    public Set<String> rules() {
        return Set.of();
    }

    @Override
    public String policySha256() {
        return policy.sha256();
    }
}
