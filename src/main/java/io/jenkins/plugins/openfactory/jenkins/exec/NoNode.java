package io.jenkins.plugins.openfactory.jenkins.exec;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Refuses every command, because the step has no node to run it on. Safe for any thread. */
final class NoNode implements CommandRunner {
    private static final String MEND = "Put the step into a 'node' block or give its stage an agent.";

    private final CommandPolicy policy;

    NoNode(CommandPolicy policy) {
        this.policy = policy;
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        return refusal();
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
