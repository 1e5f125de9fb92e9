package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.SandboxReport;

/** What the sandbox of this machine is worth. */
public final class SandboxCheck {
    private SandboxCheck() {}

    /** A failure where nothing may run, a warning in the REDUCED tier. */
    public static Finding of(SandboxReport report) {
        if (report.tier() == Tier.NONE) {
            return Finding.failure(
                    "sandbox", "Nothing that a model proposed may run here: " + report.detail(), report.mend());
        }
        if (report.uid() == 0) {
            return Finding.failure(
                    "sandbox",
                    "Commands would run as root.",
                    "Run the factory as an ordinary user, or let it change to one (setpriv is missing).");
        }
        return report.tier() == Tier.REDUCED
                ? Finding.warning("sandbox", "Commands run in the REDUCED tier: " + report.detail(), report.mend())
                : Finding.ok(
                        "sandbox", "Commands run in the FULL tier as user id " + report.uid() + ": " + report.detail());
    }
}
