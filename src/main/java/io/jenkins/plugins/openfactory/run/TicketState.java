package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;

/** The state of one ticket of a run. */
public enum TicketState {
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
    public static TicketState of(String id) {
        return Arrays.stream(values())
                .filter(value -> value.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no TicketState is called '" + id + "'"));
    }
}
