package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The eight stages, in the order in which they run. The number and {@link #id()} are what users and schemas see. */
public enum StageId {
    PREFLIGHT,
    SPEC_FREEZE,
    ARCHITECTURE,
    TICKET_PLANNING,
    IMPLEMENT_LOOP,
    INTEGRATION,
    PR_CI_GATE,
    RELEASE_ARTIFACTS;

    /** The position in the pipeline, 0 to 7. */
    public int number() {
        return ordinal();
    }

    /** The stable lower-case name, for instance {@code spec_freeze}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage with this {@link #id()}, if there is one. */
    public static Optional<StageId> of(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }
}
