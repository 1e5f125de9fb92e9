package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Implements the tickets, merges them in order and passes the local gates. */
public final class ImplementStep extends FactoryStep {
    private int parallel;
    private int attempts;
    private List<String> gates = List.of();

    @DataBoundConstructor
    public ImplementStep() {}

    public int getParallel() {
        return parallel;
    }

    /** Tickets at once, 1 to 16; 0 for the default. */
    @DataBoundSetter
    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public int getAttempts() {
        return attempts;
    }

    /** Attempts of each ticket, 1 to 10; 0 for the default. */
    @DataBoundSetter
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public List<String> getGates() {
        return gates;
    }

    /** Commands that must pass before anything is pushed, words with spaces between them. */
    @DataBoundSetter
    public void setGates(List<String> gates) {
        this.gates = gates == null ? List.of() : List.copyOf(gates);
    }

    @Override
    StepOrder order(StepContext context) throws AbortException {
        ObjectNode settings = settings();
        put(settings, "parallel", parallel);
        put(settings, "attempts", attempts);
        if (!gates.isEmpty()) {
            ArrayNode list = settings.putArray("gates");
            for (String gate : gates) {
                if (gate.isBlank()) {
                    throw new AbortException("factoryImplement has a blank gate; remove it.");
                }
                List.of(gate.strip().split("\\s+")).forEach(list.addArray()::add);
            }
        }
        return StepOrder.goOn(StepKind.IMPLEMENT, Json.write(settings));
    }

    /** Describes the step. */
    @Symbol("factoryImplement")
    @Extension
    public static final class DescriptorImpl extends FactoryStepDescriptor {
        public DescriptorImpl() {
            super(StepKind.IMPLEMENT);
        }

        @Override
        public String getDisplayName() {
            return Messages.ImplementStep_displayName();
        }
    }
}
