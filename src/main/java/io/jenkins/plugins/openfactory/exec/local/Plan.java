package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.PolicyRule;
import io.jenkins.plugins.openfactory.exec.sandbox.Sandbox;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;

/** What a runner decided about a request before anything starts. */
sealed interface Plan {
    /** It may run, exactly so. */
    record Run(PolicyRule rule, Binaries.Binary.Present binary, Sandbox sandbox, SandboxedCommand command)
            implements Plan {}

    /** It may not; the audit number is still 0. */
    record Refuse(Denied denied) implements Plan {}
}
