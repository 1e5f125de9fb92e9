package io.jenkins.plugins.openfactory.run;

import java.util.Arrays;
import java.util.Locale;

/** The state of a run. {@code DONE} has one meaning: every required check succeeded on the pull request's exact head commit. */
public enum JobState {
    QUEUED,
    RUNNING,
    WAITING,
    CANCEL_REQUESTED,
    CANCELLED,
    FAILED,
    CI_FAILED,
    DONE;

    /** The lower-case name that users, schemas and the store see. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant with this {@link #id()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static JobState of(String id) {
        return Arrays.stream(values())
                .filter(value -> value.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no JobState is called '" + id + "'"));
    }

    /** Whether a run in this state has nothing left to do unless a person resumes it. */
    public boolean ended() {
        return this == CANCELLED || this == FAILED || this == CI_FAILED || this == DONE;
    }
}
