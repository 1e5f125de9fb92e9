package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Opens the draft pull request and waits until its required checks succeed on exactly its head commit. */
public final class CiGateStep extends FactoryStep {
    private static final String FAILURE = "failure";
    private static final String UNSTABLE = "unstable";

    private List<String> requiredChecks = List.of();
    private int fixAttempts = -1;
    private int timeout;
    private String onCiFailure = FAILURE;

    @DataBoundConstructor
    public CiGateStep() {}

    public List<String> getRequiredChecks() {
        return requiredChecks;
    }

    /** Names of checks that must succeed; none for the run's own setting. */
    @DataBoundSetter
    public void setRequiredChecks(List<String> requiredChecks) {
        this.requiredChecks = requiredChecks == null ? List.of() : List.copyOf(requiredChecks);
    }

    public int getFixAttempts() {
        return fixAttempts;
    }

    /** Mends of a red check, 0 to 10; below 0 for the run's own setting. */
    @DataBoundSetter
    public void setFixAttempts(int fixAttempts) {
        this.fixAttempts = fixAttempts;
    }

    public int getTimeout() {
        return timeout;
    }

    /** Minutes that the checks may take; 0 for the run's own setting. */
    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public String getOnCiFailure() {
        return onCiFailure;
    }

    /** {@code failure} or {@code unstable}: what a red check makes of the build. */
    @DataBoundSetter
    public void setOnCiFailure(String onCiFailure) {
        this.onCiFailure = onCiFailure == null || onCiFailure.isBlank() ? FAILURE : onCiFailure.strip();
    }

    @Override
    StepOrder order(StepContext context) throws AbortException {
        if (!onCiFailure.equals(FAILURE) && !onCiFailure.equals(UNSTABLE)) {
            throw new AbortException("onCiFailure is '" + onCiFailure + "'; choose failure or unstable.");
        }
        ObjectNode settings = settings();
        if (!requiredChecks.isEmpty()) {
            requiredChecks.forEach(settings.putArray("requiredChecks")::add);
        }
        if (fixAttempts >= 0) {
            settings.put("ciFixes", fixAttempts);
        }
        put(settings, "ciWaitSeconds", timeout * 60);
        return new StepOrder(StepKind.CI_GATE, Json.write(settings), "", onCiFailure.equals(UNSTABLE), true);
    }

    /** Describes the step. */
    @Symbol("factoryCiGate")
    @Extension
    public static final class DescriptorImpl extends FactoryStepDescriptor {
        public DescriptorImpl() {
            super(StepKind.CI_GATE);
        }

        @Override
        public String getDisplayName() {
            return Messages.CiGateStep_displayName();
        }

        /** The body mends a red check; it may be left out. */
        @Override
        public boolean takesImplicitBlockArgument() {
            return OptionalBody.answer();
        }

        /** What a red check can make of the build. */
        public ListBoxModel doFillOnCiFailureItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CiGateStep_failure(), FAILURE);
            items.add(Messages.CiGateStep_unstable(), UNSTABLE);
            return items;
        }
    }
}
