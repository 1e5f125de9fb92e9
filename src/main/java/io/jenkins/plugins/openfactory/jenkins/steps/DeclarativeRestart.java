package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.model.Run;
import java.util.Optional;
import org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause;

/** Asks the plugin of declarative Pipelines. Loaded only where that is there: nobody but {@link Restarted} may name it. */
final class DeclarativeRestart {
    private DeclarativeRestart() {}

    static Optional<Restarted> of(Run<?, ?> build) {
        return Optional.ofNullable(build.getCause(RestartDeclarativePipelineCause.class))
                .map(cause -> new Restarted(cause.getOriginRunNumber(), cause.getOriginStage()));
    }
}
