package io.jenkins.plugins.openfactory.context;

import java.util.Locale;

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
        OUTLINED;

        /** The lower-case name that renderings show. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
