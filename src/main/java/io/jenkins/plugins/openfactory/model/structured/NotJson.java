package io.jenkins.plugins.openfactory.model.structured;

/** A text that is no JSON even with every allowance. */
final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    private final int offset;

    /** @param offset in the whole text, where the problem is */
    NotJson(String problem, int offset) {
        super(problem, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
