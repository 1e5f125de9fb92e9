package io.jenkins.plugins.openfactory.jenkins.run;

import hudson.model.Run;
import java.util.Optional;
import jenkins.model.RunAction2;

/** Ties a build to its run in the factory's record: the run's id is all that the build keeps. Safe for any thread. */
public final class FactoryRunAction implements RunAction2 {
    private final String runId;
    private transient volatile Run<?, ?> build;

    /** @param runId the run that this build works on */
    public FactoryRunAction(String runId) {
        this.runId = runId;
    }

    public String getRunId() {
        return runId;
    }

    /** The build that this belongs to; empty until Jenkins attached it. */
    public Optional<Run<?, ?>> build() {
        return Optional.ofNullable(build);
    }

    /** The run as the build page's summary shows it; null where its record is gone. */
    public RunSummaryView getSummary() {
        return RunSummaryView.of(runId).orElse(null);
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        build = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        build = run;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
