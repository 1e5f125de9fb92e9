package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.json.Json;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Plans the tickets of the frozen specification. */
public final class TicketsStep extends FactoryStep {
    private boolean approve;
    private int maxTickets;

    @DataBoundConstructor
    public TicketsStep() {}

    public boolean isApprove() {
        return approve;
    }

    /** Whether a person must approve the plan. */
    @DataBoundSetter
    public void setApprove(boolean approve) {
        this.approve = approve;
    }

    public int getMaxTickets() {
        return maxTickets;
    }

    /** Tickets that the plan may have, 1 to 50; 0 for the run's own setting. */
    @DataBoundSetter
    public void setMaxTickets(int maxTickets) {
        this.maxTickets = maxTickets;
    }

    @Override
    StepOrder order(StepContext context) {
        ObjectNode settings = settings();
        put(settings, "maxTickets", maxTickets);
        if (approve) {
            settings.putArray("approvals").add("tickets");
        }
        return StepOrder.goOn(StepKind.TICKETS, Json.write(settings));
    }

    /** Describes the step. */
    @Symbol("factoryTickets")
    @Extension
    public static final class DescriptorImpl extends FactoryStepDescriptor {
        public DescriptorImpl() {
            super(StepKind.TICKETS);
        }

        @Override
        public String getDisplayName() {
            return Messages.TicketsStep_displayName();
        }
    }
}
