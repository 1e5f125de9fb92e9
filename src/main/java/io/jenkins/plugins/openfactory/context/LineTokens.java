package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names and punctuation characters of one line of code. Immutable. */
final class LineTokens {
    private static final Set<String> MODIFIERS = Set.of(
            "async",
            "static",
            "get",
            "set",
            "public",
            "private",
            "protected",
            "export",
            "default",
            "override",
            "readonly",
            "abstract",
            "*",
            "#");

    private final List<String> tokens;

    private LineTokens(List<String> tokens) {
        this.tokens = tokens;
    }

    static LineTokens of(String line) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isJavaIdentifierStart(c)) {
                int end = at + 1;
                while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
                    end++;
                }
                tokens.add(line.substring(at, end));
                at = end;
            } else {
                if (!Character.isWhitespace(c)) {
                    tokens.add(String.valueOf(c));
                }
                at++;
            }
        }
        return new LineTokens(tokens);
    }

    int size() {
        return tokens.size();
    }

    /** The token at an index; empty beyond the line. */
    String word(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
    }

    boolean is(int i, String token) {
        return word(i).equals(token);
    }

    boolean isName(int i) {
        String word = word(i);
        return !word.isEmpty() && Character.isJavaIdentifierStart(word.charAt(0));
    }

    boolean endsWith(String token) {
        return is(tokens.size() - 1, token);
    }

    boolean has(String token) {
        return tokens.contains(token);
    }

    /** Whether one of some tokens stands before an index. */
    boolean hasBefore(int i, String... wanted) {
        List<String> before = tokens.subList(0, Math.min(i, tokens.size()));
        for (String token : wanted) {
            if (before.contains(token)) {
                return true;
            }
        }
        return false;
    }

    /** The index of the first name that is no modifier. */
    int firstName() {
        int i = 0;
        while (i < tokens.size() && MODIFIERS.contains(word(i))) {
            i++;
        }
        return i;
    }

    /** Whether what stands before is a type: a name that is no keyword, or the end of one. */
    boolean isTypeBefore(int i) {
        String before = word(i - 1);
        if (before.equals(">") || before.equals("]") || before.equals("*") || before.equals("&")) {
            return i > 1 && !is(i - 2, "-") && !is(i - 2, "=");
        }
        return before.equals("void") || isName(i - 1) && !Language.KEYWORDS.contains(before);
    }
}
