package io.jenkins.plugins.openfactory.jenkins.steps;

import io.jenkins.plugins.openfactory.engine.NewRun;
import java.io.Serializable;

/**
 * What a step was told, in the form that Jenkins keeps with the build: strings and flags alone.
 *
 * @param kind which of the five it is
 * @param settings the run's settings that the step names, as a JSON object in the shape of the run's configuration
 * @param source what a new run is made of, as a JSON object: {@code request}, {@code origin}, {@code repository},
 *     {@code base}; empty for the steps that go on with one
 * @param unstableOnCi whether a red check makes the build unstable instead of failed
 * @param archive whether the run's artifacts are archived with the build
 */
record StepOrder(StepKind kind, String settings, String source, boolean unstableOnCi, boolean archive)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** A step that goes on with a run. */
    static StepOrder goOn(StepKind kind, String settings) {
        return new StepOrder(kind, settings, "", false, true);
    }

    /** What {@link NewRun} needs besides settings. */
    boolean startsRun() {
        return !source.isEmpty();
    }
}
