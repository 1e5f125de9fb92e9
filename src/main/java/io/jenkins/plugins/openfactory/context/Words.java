package io.jenkins.plugins.openfactory.context;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text into names as they stand in code, and names into the words they are made of. Stateless. */
final class Words {
    private static final int LONGEST = 60;

    private static final Set<String> STOP = Set.of(
            "the",
            "and",
            "for",
            "that",
            "this",
            "with",
            "from",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "not",
            "but",
            "can",
            "should",
            "must",
            "will",
            "would",
            "when",
            "where",
            "which",
            "who",
            "into",
            "onto",
            "out",
            "its",
            "their",
            "them",
            "they",
            "then",
            "than",
            "there",
            "here",
            "also",
            "only",
            "such",
            "via",
            "per",
            "all",
            "any",
            "each",
            "more",
            "most",
            "some",
            "other",
            "new",
            "old",
            "add",
            "adds",
            "added",
            "fix",
            "fixes",
            "fixed",
            "make",
            "makes",
            "use",
            "uses",
            "used",
            "using",
            "now",
            "instead",
            "signed",
            "off",
            "authored",
            "merge",
            "pull",
            "request",
            "see",
            "issue",
            "bug",
            "change",
            "changes",
            "changed",
            "update",
            "updates",
            "updated",
            "remove",
            "removes",
            "removed",
            "support",
            "allow",
            "you",
            "your",
            "does",
            "been",
            "being",
            "about",
            "could",
            "what",
            "these",
            "those",
            "because",
            "while",
            "after",
            "before");

    /** Names joined by dots or hyphens: {@code res.type}, {@code utils.js}, {@code no-color}. */
    private static final Pattern JOINED = Pattern.compile("[A-Za-z_]\\w*(?:[.-][A-Za-z_]\\w*)+");

    private Words() {}

    /** Every name of a text, in order, with repetitions. */
    static void names(CharSequence text, Consumer<String> consumer) {
        int at = 0;
        int length = text.length();
        while (at < length) {
            if (isStart(text.charAt(at))) {
                int end = at + 1;
                while (end < length && isPart(text.charAt(end))) {
                    end++;
                }
                if (end - at > 1 && end - at <= LONGEST) {
                    consumer.accept(text.subSequence(at, end).toString());
                }
                at = end;
            } else {
                at++;
            }
        }
    }

    private static boolean isStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127 && Character.isLetter(c);
    }

    private static boolean isPart(char c) {
        return isStart(c) || c >= '0' && c <= '9';
    }

    /** Words, names of several words, and names joined by dots or hyphens: what a text is searched for. */
    static void terms(String text, Consumer<String> consumer) {
        names(text, name -> parts(name, consumer));
        Matcher joined = JOINED.matcher(text);
        while (joined.find()) {
            consumer.accept(term(joined.group()));
        }
    }

    /** The term for a name as a whole, however its words are joined; never equal to a word. */
    static String term(String name) {
        StringBuilder term = new StringBuilder("=");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '.' && c != '-') {
                term.append(Character.toLowerCase(c));
            }
        }
        return term.toString();
    }

    /**
     * The words of a name, stemmed and in lower case, and a term for the whole where it has several:
     * {@code parseHTTPHeader} is parse, http, header and one more.
     */
    static void parts(String name, Consumer<String> consumer) {
        int from = 0;
        for (int at = 1; at <= name.length(); at++) {
            if (at == name.length() || isBoundary(name, at)) {
                part(name.substring(from, at), consumer);
                from = at;
            }
            if (at == name.length() && from == at && isCompound(name)) {
                consumer.accept(term(name));
            }
        }
    }

    private static boolean isCompound(String name) {
        for (int at = 1; at < name.length(); at++) {
            if (isBoundary(name, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBoundary(String name, int at) {
        char before = name.charAt(at - 1);
        char c = name.charAt(at);
        if (!Character.isLetter(c) || !Character.isLetter(before)) {
            return true;
        }
        boolean upper = Character.isUpperCase(c);
        boolean nextLower = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
        return upper && (!Character.isUpperCase(before) || nextLower);
    }

    private static void part(String word, Consumer<String> consumer) {
        if (word.length() > 2 && Character.isLetter(word.charAt(0))) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (!STOP.contains(lower)) {
                consumer.accept(stem(lower));
            }
        }
    }

    /** A crude English stem: plurals, -ing and -ed are cut where enough is left. */
    static String stem(String word) {
        int length = word.length();
        if (length > 5 && word.endsWith("ing")) {
            return word.substring(0, length - 3);
        }
        if (length > 4 && word.endsWith("ies")) {
            return word.substring(0, length - 3) + "y";
        }
        if (length > 4 && word.endsWith("ed") && !word.endsWith("eed")) {
            return word.substring(0, length - 2);
        }
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
        return length > 3 && plural ? word.substring(0, length - 1) : word;
    }
}
