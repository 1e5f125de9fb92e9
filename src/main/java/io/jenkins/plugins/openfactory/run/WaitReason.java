package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;

/** What a waiting run waits for. */
public enum WaitReason {
    CLARIFICATION,
    APPROVAL,
    PROVIDER,
    CI;

    /** The lower-case name that users, schemas and the store see. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant with this {@link #id()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WaitReason of(String id) {
        return Arrays.stream(values())
                .filter(value -> value.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no WaitReason is called '" + id + "'"));
    }
}
