package io.jenkins.plugins.openfactory.jenkins.run;

import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.util.List;
import java.util.Optional;

/** A few words about a run, for the build's own page. Immutable. */
public final class RunSummaryView {
    private final RunRow row;
    private final List<StageRow> stages;

    private RunSummaryView(RunRow row, List<StageRow> stages) {
        this.row = row;
        this.stages = stages;
    }

    static Optional<RunSummaryView> of(String runId) {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        return opened.store()
                .run(runId)
                .map(row -> new RunSummaryView(row, opened.store().stages(runId)));
    }

    public String getTitle() {
        return row.title();
    }

    public String getStatus() {
        return row.state().id().replace('_', ' ');
    }

    /** What the run waits for or why it ended; null where there is nothing to say. */
    public String getText() {
        return row.waitingText().or(row::errorText).orElse(null);
    }

    /** For instance {@code 5 of 8 stages}. */
    public String getProgress() {
        long done = stages.stream()
                .filter(stage -> stage.state() == StageState.SUCCEEDED || stage.state() == StageState.SKIPPED)
                .count();
        return done + " of " + stages.size() + " stages";
    }
}
