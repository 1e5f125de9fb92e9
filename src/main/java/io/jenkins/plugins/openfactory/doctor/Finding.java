package io.jenkins.plugins.openfactory.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param name what was checked, a few words
 * @param text what was seen, one sentence
 * @param mend what to do; empty where nothing is wrong
 */
public record Finding(String name, Severity severity, String text, String mend) {
    public Finding {
        text = sentence(text);
        mend = sentence(mend);
    }

    private static String sentence(String text) {
        String line = text.strip();
        if (line.isEmpty()) {
            return line;
        }
        String capital = line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
        return ".!?".indexOf(line.charAt(line.length() - 1)) >= 0 ? capital : capital + ".";
    }

    /** How bad it is. */
    public enum Severity {
        OK,
        WARNING,
        FAILURE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding ok(String name, String text) {
        return new Finding(name, Severity.OK, text, "");
    }

    public static Finding warning(String name, String text, String mend) {
        return new Finding(name, Severity.WARNING, text, mend);
    }

    /** A failure as a fault tells it: what is wrong, then a semicolon and what to do. */
    public static Finding failure(String name, RuntimeException told) {
        String message = String.valueOf(told.getMessage());
        int mend = message.lastIndexOf("; ");
        return mend < 0
                ? failure(name, message, "")
                : failure(name, message.substring(0, mend), message.substring(mend + 2));
    }

    public static Finding failure(String name, String text, String mend) {
        return new Finding(name, Severity.FAILURE, text, mend);
    }

    public boolean failed() {
        return severity == Severity.FAILURE;
    }
}
