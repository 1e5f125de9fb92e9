package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The eight stages, in the order in which they run. Documents and records name a stage by its {@link #id()}, whatever a
 * person reads by its {@link #title()}.
 */
public enum StageId {
    PREFLIGHT("Preflight"),
    SPEC_FREEZE("Specification"),
    ARCHITECTURE("Architecture"),
    TICKET_PLANNING("Tickets"),
    IMPLEMENT_LOOP("Implementation"),
    INTEGRATION("Integration"),
    PR_CI_GATE("Pull request"),
    RELEASE_ARTIFACTS("Release");

    private final String title;

    StageId(String title) {
        this.title = title;
    }

    /** The position in the pipeline, 0 to 7. */
    public int number() {
        return ordinal();
    }

    /** The stable lower-case name, for instance {@code spec_freeze}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one name for people, on every page, in every report and log: for instance {@code Specification}. */
    public String title() {
        return title;
    }

    /** The name for people of the stage with this {@link #id()}; the id itself where no stage has it. */
    public static String title(String id) {
        return of(id).map(StageId::title).orElse(id);
    }

    /** The stage with this {@link #id()}, if there is one. */
    public static Optional<StageId> of(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }
}
