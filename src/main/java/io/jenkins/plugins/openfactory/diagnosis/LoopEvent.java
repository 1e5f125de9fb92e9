package io.jenkins.plugins.openfactory.diagnosis;

/** Something that happened while a ticket was worked on. Contents are compared, with volatile parts taken out. */
public sealed interface LoopEvent {
    /**
     * An action of the model and what came of it.
     *
     * @param action for instance the edits or the argv
     * @param result for instance the output
     */
    record Action(String action, String result) implements LoopEvent {}

    /**
     * An error that the model was told of: a reply that can't be read, an edit that does not apply, a test that fails.
     *
     * @param message for people
     * @param identity what is compared: equal for equal errors
     */
    record Error(String message, String identity) implements LoopEvent {
        /** An error that its message identifies. */
        public Error(String message) {
            this(message, message);
        }
    }

    /**
     * A patch that was checked and failed.
     *
     * @param patchHash of the whole patch
     * @param failureSignature {@link Evidence#signature()}
     */
    record Attempt(String patchHash, String failureSignature) implements LoopEvent {}
}
