package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Result;
import jenkins.model.CauseOfInterruption;
public final class FlowInterruptedException extends InterruptedException {
    private static final long serialVersionUID = 1;
    public FlowInterruptedException(Result result, boolean actual, CauseOfInterruption... causes) {}
}
