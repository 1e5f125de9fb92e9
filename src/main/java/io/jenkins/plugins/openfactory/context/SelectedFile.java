package io.jenkins.plugins.openfactory.context;

/**
 * One file of a selection.
 *
 * @param text the whole content, or the lines that matter with a mark for what was left out
 */
public record SelectedFile(String path, Form form, String text) {
    /** How much of the file is there. */
    public enum Form {
        /** Every line. */
        WHOLE,
        /** Definitions without most of their bodies; each line that is there is verbatim. */
        OUTLINED
    }
}
