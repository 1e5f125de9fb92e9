package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;

/** The state of one stage of a run. */
public enum StageState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED;

    /** The lower-case name that users, schemas and the store see. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant with this {@link #id()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static StageState of(String id) {
        return Arrays.stream(values())
                .filter(value -> value.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no StageState is called '" + id + "'"));
    }
}
