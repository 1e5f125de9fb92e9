package io.jenkins.plugins.openfactory.diagnosis;

/** What a loop detector makes of the latest event. */
public sealed interface LoopVerdict {
    /** No loop. */
    record Continue() implements LoopVerdict {}

    /**
     * Tell the model once that it repeats itself.
     *
     * @param text for the model
     */
    record Nudge(String text) implements LoopVerdict {}

    /**
     * Give the ticket up.
     *
     * @param reason one sentence for people
     */
    record Stop(String reason) implements LoopVerdict {}
}
