package io.jenkins.plugins.openfactory.engine;

import java.util.regex.Pattern;

/** Texts of others as parts of our own sentences. */
public final class Phrases {
    /**
     * What a forge makes a notification, a link or the end of an issue of: names after an at sign, numbers after a number
     * sign or {@code GH-}, addresses.
     */
    private static final Pattern CALLS = Pattern.compile(
            "(?<=[@#])(?=\\w)|(?<=\\bGH-)(?=\\d)|(?<=:)(?=//)|(?<=\\bwww)(?=\\.)", Pattern.CASE_INSENSITIVE);

    /** Words that begin sentences and are no names. */
    private static final Pattern OPENING = Pattern.compile(
            "(?:The|An?|No|Not|Nothing|Only|It|Its|This|That|These|Those|There|Two|Each|Every|Edits?|At|In|On|What|Your|You)\\b(?!-)");

    private static final String INVISIBLE = "\u200b";

    private Phrases() {}

    /** On one line and without the full stop at its end, for use inside a sentence. */
    public static String clause(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("[.\\s]+$", "");
    }

    /**
     * Like {@link #clause}, for the middle of a sentence: a word that is capital only because a sentence begins with it gets
     * a small letter. Names keep theirs.
     */
    public static String inner(String text) {
        String clause = clause(text);
        return OPENING.matcher(clause).lookingAt()
                ? Character.toLowerCase(clause.charAt(0)) + clause.substring(1)
                : clause;
    }

    /** A text that calls nobody, links to nothing and closes no issue where a forge shows it or reads it in a commit. */
    public static String quiet(String text) {
        return CALLS.matcher(text).replaceAll(INVISIBLE);
    }

    /** On one line, with one full stop at its end. */
    public static String sentence(String text) {
        return clause(text) + ".";
    }
}
