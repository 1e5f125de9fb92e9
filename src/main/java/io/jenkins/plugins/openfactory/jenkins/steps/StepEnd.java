package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.jenkins.artifacts.ArtifactPublisher;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Tells the Pipeline how a step ended, once. Safe for any thread. */
final class StepEnd {
    private static final String GO_ON =
            "[factory] The run goes on where it stands when this step is run again in this build, in"
                    + " a retry block; a new build begins a new run.";

    private final StepWork work;
    private final StepContext context;
    private final StepOrder order;
    private volatile Throwable stopCause;
    private boolean over;

    StepEnd(StepWork work, StepContext context, StepOrder order) {
        this.work = work;
        this.context = context;
        this.order = order;
    }

    /** Remembers why the step was stopped, for its end. */
    void because(Throwable cause) {
        stopCause = cause;
    }

    boolean stopped() {
        return stopCause != null;
    }

    /** Ends a step that was stopped before it could work. */
    void stop() {
        fail(stopCause);
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Ends the step as its run stands. */
    void conclude(Run<?, ?> build, TaskListener console, FactoryRuntime.Opened opened, RunRow row) throws IOException {
        boolean last = order.kind() == StepKind.RELEASE || row.state().ended();
        if (last && order.archive()) {
            ArtifactPublisher.publish(build, console, opened.home().artifacts(row.runId()));
        }
        switch (row.state()) {
            case CANCELLED -> fail(stopCause != null ? stopCause : cancelled());
            case FAILED -> {
                console.getLogger().println(GO_ON);
                fail(new AbortException(row.errorText().orElse("The run failed.")));
            }
            case CI_FAILED -> ciFailed(build, console, opened, row);
            default -> succeed(opened, row);
        }
    }

    private void ciFailed(Run<?, ?> build, TaskListener console, FactoryRuntime.Opened opened, RunRow row)
            throws IOException {
        String text = row.errorText().orElse("A required check is not green.");
        if (!order.unstableOnCi()) {
            fail(new AbortException(text));
            return;
        }
        console.getLogger().println("[factory] unstable: " + text);
        build.setResult(Result.UNSTABLE);
        succeed(opened, row);
    }

    void succeed(FactoryRuntime.Opened opened, RunRow row) throws IOException {
        if (end()) {
            context.onSuccess(StepResults.of(order.kind(), opened, row));
        }
    }

    void fail(Throwable cause) {
        if (end()) {
            context.onFailure(cause);
        }
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        if (first) {
            WorkDesk.get().done(work);
        }
        return first;
    }

    static FlowInterruptedException cancelled() {
        return new FlowInterruptedException(Result.ABORTED, true, new Cancelled());
    }

    /** Somebody cancelled the run on its page. */
    static final class Cancelled extends CauseOfInterruption {
        private static final long serialVersionUID = 1;

        @Override
        public String getShortDescription() {
            return "The factory's run was cancelled.";
        }
    }
}
