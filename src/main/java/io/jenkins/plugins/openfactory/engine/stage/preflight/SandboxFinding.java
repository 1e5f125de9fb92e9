package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.doctor.SandboxCheck;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.SandboxReport;

/** Whether the sandbox of this machine is strong enough for the run. */
final class SandboxFinding {
    private SandboxFinding() {}

    static Finding of(SandboxReport report, RunConfig.SandboxConfig wanted) {
        Finding machine = SandboxCheck.of(report);
        if (machine.failed()) {
            return machine;
        }
        if (report.tier() == Tier.REDUCED && wanted.minimumTier().equals("full")) {
            return Finding.failure(
                    "sandbox",
                    "The tier here is REDUCED and the configuration asks for FULL: " + report.detail(),
                    report.mend());
        }
        if (report.tier() == Tier.REDUCED && !wanted.buildsInReducedTier()) {
            return Finding.failure(
                    "sandbox",
                    "The tier here is REDUCED, in which builds and tests may not run: " + report.detail(),
                    report.mend()
                            + " On a machine that is thrown away afterwards, --allow-reduced-builds accepts the weaker tier.");
        }
        return machine;
    }
}
