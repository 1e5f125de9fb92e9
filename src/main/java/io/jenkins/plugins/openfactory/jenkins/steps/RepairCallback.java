package io.jenkins.plugins.openfactory.jenkins.steps;

import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Tells the gate's work that its body ended. Jenkins keeps it with the build; it runs in the Pipeline's own thread. */
final class RepairCallback extends BodyExecutionCallback {
    private static final long serialVersionUID = 1;

    private final String runId;

    RepairCallback(String runId) {
        this.runId = runId;
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        WorkDesk.get().bodyEnded(runId, null);
    }

    @Override
    public void onFailure(StepContext context, Throwable failure) {
        WorkDesk.get().bodyEnded(runId, failure);
    }
}
