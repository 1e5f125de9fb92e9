package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.forge.Forge;
import java.util.List;

/**
 * What the forge showed of the required checks when the waiting was over.
 *
 * @param headSha the pull request's head at that time
 * @param open whether the pull request was open
 */
record Observation(String headSha, boolean open, List<Seen> checks) {
    /** The state of a check that still ran when the wait had to end. */
    static final String TIMEOUT = "wait_timeout";

    /**
     * One required check.
     *
     * @param id the forge's own; empty where it was never created
     * @param state {@code success}, {@code failure}, another conclusion's word, {@code never_created} or {@code wait_timeout}
     */
    record Seen(String name, String id, String app, String state, String summary, String log, String url) {
        boolean succeeded() {
            return state.equals(Forge.Conclusion.SUCCESS.id());
        }

        Kind kind() {
            return switch (state) {
                case "success" -> Kind.SUCCESS;
                case "failure" -> Kind.FAILURE;
                case "skipped", "neutral" -> Kind.DID_NOT_TEST;
                case "never_created" -> Kind.NEVER_CREATED;
                default -> Kind.INFRASTRUCTURE;
            };
        }

        Forge.Check toCheck(String headSha) {
            return new Forge.Check(id, name, app, headSha, Forge.Status.COMPLETED, java.util.Optional.empty(), url);
        }
    }

    /** What the gate does with a state; the hopeless ones come first. */
    enum Kind {
        DID_NOT_TEST,
        NEVER_CREATED,
        INFRASTRUCTURE,
        FAILURE,
        SUCCESS
    }

    boolean green(String head) {
        return open
                && headSha.equals(head)
                && !checks.isEmpty()
                && checks.stream().allMatch(Seen::succeeded);
    }
}
