package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** What the five steps share: they turn their parameters into an order, and one execution carries it out. */
public abstract class FactoryStep extends Step {
    @Override
    public final StepExecution start(StepContext context) throws Exception {
        try {
            return new FactoryStepExecution(context, order(context), context.get(FilePath.class) != null);
        } catch (UserError e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The parameters as an order; called once, when the step begins. */
    abstract StepOrder order(StepContext context) throws Exception;

    /** Puts a number into an object unless it stands for "not given". */
    static void put(ObjectNode settings, String name, int value) {
        if (value > 0) {
            settings.put(name, value);
        }
    }

    static ObjectNode settings() {
        return Json.object();
    }

    /** What the five descriptors share. */
    public abstract static class FactoryStepDescriptor extends StepDescriptor {
        private final StepKind kind;

        FactoryStepDescriptor(StepKind kind) {
            this.kind = kind;
        }

        @Override
        public final String getFunctionName() {
            return kind.function();
        }

        @Override
        public final Set<? extends Class<?>> getRequiredContext() {
            return kind.ordinal() < StepKind.CI_GATE.ordinal()
                    ? Set.of(Run.class, TaskListener.class, FilePath.class, Launcher.class)
                    : Set.of(Run.class, TaskListener.class);
        }
    }
}
