package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.doctor.DiskCheck;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.doctor.SandboxCheck;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.ArrayList;
import java.util.List;

/** What the doctor looks at on this machine. */
final class Examination {
    private final Wiring wiring;

    Examination(Wiring wiring) {
        this.wiring = wiring;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("java", System.getProperty("java.vm.name") + " " + Runtime.version()));
        findings.add(git());
        findings.add(SandboxCheck.of(Runners.probe()));
        findings.add(DiskCheck.of(wiring.home().root()));
        findings.add(wiring.store()
                .check()
                .map(damage -> Finding.failure(
                        "store", damage, "Restore " + wiring.home().store() + " from a backup."))
                .orElseGet(() -> Finding.ok("store", wiring.home().store() + " is sound.")));
        findings.add(Runners.shippedPolicy());
        return findings;
    }

    private static Finding git() {
        try {
            return Finding.ok("git", LocalGit.find(System.getenv("PATH")).toString());
        } catch (UserError e) {
            return Finding.failure("git", e.getMessage(), "");
        }
    }
}
