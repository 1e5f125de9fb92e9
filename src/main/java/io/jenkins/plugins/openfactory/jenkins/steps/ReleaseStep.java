package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Writes the reports, the manifest and the provenance, and archives them with the build. */
public final class ReleaseStep extends FactoryStep {
    private boolean archive = true;

    @DataBoundConstructor
    public ReleaseStep() {}

    public boolean isArchive() {
        return archive;
    }

    /** Whether the run's artifacts are archived with the build, under {@code openfactory/}. */
    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = archive;
    }

    @Override
    StepOrder order(StepContext context) {
        return new StepOrder(StepKind.RELEASE, "{}", "", false, archive);
    }

    /** Describes the step. */
    @Symbol("factoryRelease")
    @Extension
    public static final class DescriptorImpl extends FactoryStepDescriptor {
        public DescriptorImpl() {
            super(StepKind.RELEASE);
        }

        @Override
        public String getDisplayName() {
            return Messages.ReleaseStep_displayName();
        }
    }
}
