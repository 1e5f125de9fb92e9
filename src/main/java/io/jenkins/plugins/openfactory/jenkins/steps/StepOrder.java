package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.Serializable;

/**
 * What a step was told, in the form that Jenkins keeps with the build: strings and flags alone. A plain class, because
 * Jenkins keeps no records. Immutable.
 */
final class StepOrder implements Serializable {
    private static final long serialVersionUID = 1;

    private final StepKind kind;
    private final String settings;
    private final String source;
    private final boolean unstableOnCi;
    private final boolean archive;

    /**
     * @param kind which of the five it is
     * @param settings the run's settings that the step names, as a JSON object in the shape of the run's configuration
     * @param source what a new run is made of, as a JSON object: {@code request}, {@code origin}, {@code repository},
     *     {@code base}; empty for the steps that go on with one
     * @param unstableOnCi whether a red check makes the build unstable instead of failed
     * @param archive whether the run's artifacts are archived with the build
     */
    StepOrder(StepKind kind, String settings, String source, boolean unstableOnCi, boolean archive) {
        this.kind = kind;
        this.settings = settings;
        this.source = source;
        this.unstableOnCi = unstableOnCi;
        this.archive = archive;
    }

    /** A step that goes on with a run. */
    static StepOrder goOn(StepKind kind, String settings) {
        return new StepOrder(kind, settings, "", false, true);
    }

    StepKind kind() {
        return kind;
    }

    ObjectNode settings() {
        return (ObjectNode) Json.read(settings);
    }

    String source() {
        return source;
    }

    boolean unstableOnCi() {
        return unstableOnCi;
    }

    boolean archive() {
        return archive;
    }

    /** Whether the step begins a run. */
    boolean startsRun() {
        return !source.isEmpty();
    }
}
