package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.model.Run;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * A build that began at a later stage of a declarative Pipeline, because somebody restarted another one from there. Jenkins
 * gives it the other build's script and parameters and none of its actions, so it has no run. Immutable.
 *
 * @param build the number of the build that it was made from
 * @param stage where it began
 */
record Restarted(int build, String stage) {
    private static final String PLUGIN = "pipeline-model-definition";

    /** How a build was restarted; empty for any other build, and without declarative Pipelines. */
    static Optional<Restarted> of(Run<?, ?> build) {
        return Jenkins.get().getPlugin(PLUGIN) == null ? Optional.empty() : DeclarativeRestart.of(build);
    }
}
