package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.SandboxReport;

/** Whether the sandbox of this machine is strong enough for the run. */
final class SandboxFinding {
    private SandboxFinding() {}

    static Finding of(SandboxReport report, RunConfig.SandboxConfig wanted) {
        if (report.tier() == Tier.NONE) {
            return Finding.failure("sandbox", "Nothing that a model proposed may run here: " + report.detail(), report.mend());
        }
        if (report.uid() == 0) {
            return Finding.failure(
                    "sandbox",
                    "Commands would run as root.",
                    "Run the factory as an ordinary user, or let it change to one (setpriv is missing).");
        }
        if (report.tier() == Tier.REDUCED && wanted.minimumTier().equals("full")) {
            return Finding.failure(
                    "sandbox", "The tier here is REDUCED and the configuration asks for FULL: " + report.detail(), report.mend());
        }
        if (report.tier() == Tier.REDUCED && !wanted.buildsInReducedTier()) {
            return Finding.failure(
                    "sandbox",
                    "The tier here is REDUCED, in which builds and tests may not run: " + report.detail(),
                    report.mend() + " On a machine that is thrown away afterwards, --allow-reduced-builds accepts the weaker tier.");
        }
        if (report.tier() == Tier.REDUCED) {
            return Finding.warning("sandbox", "Commands run in the REDUCED tier: " + report.detail(), report.mend());
        }
        return Finding.ok("sandbox", "Commands run in the FULL tier as user id " + report.uid() + ": " + report.detail());
    }
}
