package io.jenkins.plugins.openfactory.context;

import java.util.Set;

/** Finds the name that a keyword such as {@code class} or {@code func} introduces. Stateless. */
final class Introduced {
    private static final Set<String> VARIABLES = Set.of("const", "let", "var", "val", "static");
    private static final Set<String> BETWEEN =
            Set.of("*", "!", "&", "class", "struct", "fun", "mut", "func", "interface");
    private static final Set<String> TAGS = Set.of("struct", "class", "enum", "union");

    private Introduced() {}

    /** The name that the keyword at {@code i} introduces; empty where it is no definition worth knowing. */
    static String by(LineTokens tokens, int i, int indent, Language language) {
        String keyword = tokens.word(i);
        if (VARIABLES.contains(keyword) && indent > 0
                || language == Language.C && TAGS.contains(keyword) && isUse(tokens)
                || tokens.is(i - 1, ".")) {
            return "";
        }
        int at = afterReceiver(tokens, i, language);
        while (BETWEEN.contains(tokens.word(at))) {
            at++;
        }
        at = afterTypeParameters(tokens, at);
        boolean dotted = language == Language.KOTLIN && keyword.equals("fun") || language == Language.RUBY;
        int dot = afterTypeParameters(tokens, at + 1);
        while (dotted && tokens.isName(at) && tokens.is(dot, ".") && tokens.isName(dot + 1)) {
            at = dot + 1;
            dot = afterTypeParameters(tokens, at + 1);
        }
        return tokens.isName(at) && !Language.KEYWORDS.contains(tokens.word(at)) ? tokens.word(at) : "";
    }

    /** In C a tag after {@code struct} is mostly used, not defined. */
    private static boolean isUse(LineTokens tokens) {
        return !tokens.endsWith("{") && (tokens.has(";") || tokens.has("(") || tokens.has(")") || tokens.has(","));
    }

    /** Go names a method's receiver before the method. */
    private static int afterReceiver(LineTokens tokens, int i, Language language) {
        int at = i + 1;
        if (language == Language.GO && tokens.is(i, "func") && tokens.is(at, "(")) {
            while (at < tokens.size() && !tokens.is(at, ")")) {
                at++;
            }
            at++;
        }
        return at;
    }

    private static int afterTypeParameters(LineTokens tokens, int from) {
        if (!tokens.is(from, "<")) {
            return from;
        }
        int depth = 0;
        for (int at = from; at < tokens.size(); at++) {
            depth += tokens.is(at, "<") ? 1 : tokens.is(at, ">") ? -1 : 0;
            if (depth == 0) {
                return at + 1;
            }
        }
        return from;
    }
}
