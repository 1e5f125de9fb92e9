package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds definitions line by line in code whose comments and strings are blank. A light reading: what spans lines before
 * its name is not seen, and a call may pass for a definition where only its line could tell. Stateless.
 */
final class Definitions {
    /**
     * A name that a file defines.
     *
     * @param line from 0
     */
    record Definition(String name, int line) {}

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
            int start = from;
            while (start < end && Character.isWhitespace(code[start])) {
                start++;
            }
            if (start < end && end - start < LONGEST_LINE) {
                String text = new String(code, start, end - start);
                String name = mayDefine(text, start == from, language) ? name(text, start - from, language) : "";
                if (!name.isEmpty()) {
                    found.add(new Definition(name, line));
                }
            }
            line++;
            from = end + 1;
        }
        return found;
    }

    private static boolean mayDefine(String text, boolean atMargin, Language language) {
        if (text.indexOf('(') >= 0 || text.indexOf('{') >= 0 || atMargin) {
            return true;
        }
        for (String introducer : language.introducers) {
            if (text.contains(introducer)) {
                return true;
            }
        }
        return false;
    }

    private static String name(String text, int indent, Language language) {
        LineTokens tokens = LineTokens.of(text);
        for (int i = 0; i < tokens.size(); i++) {
            String name = tokens.isName(i) ? nameAt(tokens, i, indent, language) : "";
            if (!name.isEmpty()) {
                return name;
            }
        }
        return indent == 0 ? atMargin(tokens, language) : "";
    }

    /** The name that the name at {@code i} introduces or is; empty for none. */
    private static String nameAt(LineTokens tokens, int i, int indent, Language language) {
        String word = tokens.word(i);
        if (language.introducers.contains(word)) {
            return Introduced.by(tokens, i, indent, language);
        }
        if (Language.KEYWORDS.contains(word)) {
            return "";
        }
        boolean defines = switch (language.methods) {
            case NONE -> false;
            case TYPED -> isTyped(tokens, i, indent, language);
            case BRACED ->
                tokens.is(i + 1, "(")
                        && i == tokens.firstName()
                        && (tokens.endsWith("{") || language == Language.SHELL && tokens.endsWith(")"));
        };
        return defines ? word : "";
    }

    private static boolean isTyped(LineTokens tokens, int i, int indent, Language language) {
        if (language == Language.CSHARP && tokens.is(i + 1, "{") && tokens.has("get")) {
            return tokens.isTypeBefore(i);
        }
        if (!tokens.is(i + 1, "(") || !tokens.is(0, "@") && tokens.hasBefore(i, "(", "=", "return")) {
            return false;
        }
        if (language == Language.C && indent == 0 && !tokens.endsWith(";")) {
            boolean qualified = tokens.is(i - 1, ":") && tokens.is(i - 2, ":");
            return i == 0 || qualified || tokens.isTypeBefore(i);
        }
        return tokens.isTypeBefore(i);
    }

    /** What a line without indentation defines in languages that assign: {@code NAME = …}, {@code exports.name = …}. */
    private static String atMargin(LineTokens tokens, Language language) {
        boolean assigns = tokens.isName(0) && !Language.KEYWORDS.contains(tokens.word(0)) && !tokens.is(2, "=");
        if (language == Language.PYTHON || language == Language.RUBY) {
            return assigns && (tokens.is(1, "=") || tokens.is(1, ":") && tokens.has("=")) ? tokens.word(0) : "";
        }
        if (language == Language.JAVASCRIPT) {
            int at = 0;
            while (tokens.isName(at) && tokens.is(at + 1, ".") && tokens.isName(at + 2)) {
                at += 2;
            }
            return at > 0 && tokens.is(at + 1, "=") && !tokens.is(at + 2, "=") ? tokens.word(at) : "";
        }
        boolean typedef = language == Language.C && tokens.is(0, "}") && tokens.is(2, ";");
        return typedef && tokens.isName(1) ? tokens.word(1) : "";
    }
}
