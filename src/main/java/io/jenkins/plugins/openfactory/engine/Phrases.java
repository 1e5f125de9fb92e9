package io.jenkins.plugins.openfactory.engine;

/** Texts of others as parts of our own sentences. */
public final class Phrases {
    private Phrases() {}

    /** On one line and without the full stop at its end, for use inside a sentence. */
    public static String clause(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("[.\\s]+$", "");
    }

    /** On one line, with one full stop at its end. */
    public static String sentence(String text) {
        return clause(text) + ".";
    }
}
