package io.jenkins.plugins.openfactory.jenkins.ops;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import java.util.List;

/** Tells administrators when the factory lacks something on the controller, or a run needs somebody. Safe for any thread. */
@Extension
public final class FactoryMonitor extends AdministrativeMonitor {
    private volatile List<Finding> failures = List.of();

    @Override
    public String getDisplayName() {
        return Messages.FactoryMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return !failures.isEmpty();
    }

    /** What the watchdog found last, one sentence each. */
    public List<String> getTexts() {
        return failures.stream().map(Finding::text).toList();
    }

    /** Remembers what was found. */
    void found(List<Finding> findings) {
        failures = findings.stream()
                .filter(finding -> finding.failed() && !finding.name().startsWith("sandbox")
                        || finding.name().equals("runs") && finding.severity() != Finding.Severity.OK)
                .toList();
    }
}
