package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;

/** Finds definitions line by line in code whose comments and strings are blank. Stateless. */
final class Definitions {
    /**
     * A name that a file defines.
     *
     * @param line from 0
     * @param indent white space before the line's first character
     */
    record Definition(String name, int line, int indent) {}

    private static final int LONGEST_LINE = 1_000;

    private Definitions() {}

    static List<Definition> of(char[] code, Language language) {
        List<Definition> found = new ArrayList<>();
        int line = 0;
        int from = 0;
        while (from < code.length) {
            int end = from;
            while (end < code.length && code[end] != '\n') {
                end++;
            }
            if (end - from < LONGEST_LINE) {
                inLine(new String(code, from, end - from), line, language, found);
            }
            line++;
            from = end + 1;
        }
        return found;
    }

    private static void inLine(String text, int line, Language language, List<Definition> found) {
        int indent = 0;
        while (indent < text.length() && Character.isWhitespace(text.charAt(indent))) {
            indent++;
        }
        if (indent == text.length()) {
            return;
        }
        LineTokens tokens = LineTokens.of(text);
        for (int i = 0; i < tokens.size(); i++) {
            String name = name(tokens, i, indent, language);
            if (!name.isEmpty()) {
                found.add(new Definition(name, line, indent));
                return;
            }
        }
    }

    /** The name that the token at {@code i} introduces or is; empty for none. */
    private static String name(LineTokens tokens, int i, int indent, Language language) {
        String word = tokens.word(i);
        if (language.introducers.contains(word)) {
            return tokens.introduced(i, indent, language);
        }
        if (!tokens.isName(i) || Language.KEYWORDS.contains(word) || !tokens.is(i + 1, "(")) {
            return "";
        }
        return switch (language.methods) {
            case NONE -> "";
            case TYPED -> tokens.isTypeBefore(i) ? word : "";
            case BRACED -> i == tokens.firstName() && tokens.endsWith("{") ? word : "";
        };
    }
}
