package io.jenkins.plugins.openfactory.context;

/**
 * Blanks out comments and the insides of string literals, so that what remains is code. Offsets and line ends stay as
 * they were. A light lexer: what it can't tell (a regular expression literal, a here document) it takes for code.
 */
final class CodeText {
    private final String text;
    private final Language language;
    private final char[] code;

    private CodeText(String text, Language language) {
        this.text = text;
        this.language = language;
        this.code = text.toCharArray();
    }

    /** The text as long as before, with spaces for what is no code. */
    static char[] of(String text, Language language) {
        CodeText lexer = new CodeText(text, language);
        int at = 0;
        while (at < lexer.code.length) {
            at = lexer.next(at);
        }
        return lexer.code;
    }

    private int next(int at) {
        char c = code[at];
        if (language.comments == Language.Comments.SLASHES && c == '/' && at + 1 < code.length) {
            if (code[at + 1] == '/') {
                return blank(at, lineEnd(at));
            }
            int close = code[at + 1] == '*' ? text.indexOf("*/", at + 2) : -1;
            return close < 0 ? at + 1 : blank(at, close + 2);
        }
        if (language.comments == Language.Comments.HASH
                && c == '#'
                && (at == 0 || Character.isWhitespace(code[at - 1]))) {
            return blank(at, lineEnd(at));
        }
        if (language.quotes.indexOf(c) >= 0) {
            return afterString(at, c);
        }
        return at + 1;
    }

    private int afterString(int at, char quote) {
        String triple = String.valueOf(quote).repeat(3);
        if (language.tripleQuotes && text.startsWith(triple, at)) {
            int close = text.indexOf(triple, at + 3);
            return close < 0 ? at + 3 : blank(at + 3, close) + 3;
        }
        boolean manyLines = quote == '`' && language != Language.RUBY;
        for (int end = at + 1; end < code.length; end++) {
            char c = code[end];
            if (c == '\\') {
                end++;
            } else if (c == quote) {
                return blank(at + 1, end) + 1;
            } else if (c == '\n' && !manyLines) {
                return blank(at + 1, end);
            }
        }
        return manyLines ? at + 1 : blank(at + 1, code.length);
    }

    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? code.length : end;
    }

    private int blank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (code[at] != '\n') {
                code[at] = ' ';
            }
        }
        return to;
    }
}
