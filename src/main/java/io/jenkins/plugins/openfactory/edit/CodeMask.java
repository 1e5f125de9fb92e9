package io.jenkins.plugins.openfactory.edit;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source text with its comments and the insides of its strings blanked, and the comments alone; both as long as the
 * text, line by line. Knows the lexical rules of the languages of {@link TestLanguage} well enough to find code; not a
 * parser. Used by one thread.
 */
final class CodeMask {
    private static final Pattern RAW_RUST = Pattern.compile("b?r(#*)\"");
    private static final Pattern CHARACTER_RUST = Pattern.compile("'(?:\\\\[^\\n]{1,8}?|[^'\\\\\\n]{1,2})'");
    private static final Pattern HEREDOC = Pattern.compile("<<[~-](['\"]?)([A-Z_]\\w*)\\1");
    private static final Pattern DEAD =
            Pattern.compile("(?m)^[ \\t]*#if (?:false|0)\\b[\\s\\S]*?^[ \\t]*#(?:endif|else|elif)");

    private final String text;
    private final TestLanguage language;
    private final char[] code;
    private final char[] comments;
    private int at;

    private CodeMask(String text, TestLanguage language) {
        this.text = text;
        this.language = language;
        this.code = text.toCharArray();
        this.comments = new char[code.length];
        Arrays.fill(comments, ' ');
        for (int i = 0; i < code.length; i++) {
            comments[i] = code[i] == '\n' ? '\n' : ' ';
        }
    }

    /**
     * The two views of a text.
     *
     * @param code without comments and the insides of strings
     * @param comments only what stands in comments, and in strings that are statements of their own
     */
    record Views(String code, String comments) {}

    static Views of(String text, TestLanguage language) {
        CodeMask mask = new CodeMask(text, language);
        while (mask.at < text.length()) {
            mask.step();
        }
        mask.blankDeadCode();
        return new Views(new String(mask.code), new String(mask.comments));
    }

    private void step() {
        char one = text.charAt(at);
        if (language.hashComments() && one == '#') {
            comment(lineEnd(at));
        } else if (!language.hashComments() && text.startsWith("//", at)) {
            comment(lineEnd(at));
        } else if (!language.hashComments() && text.startsWith("/*", at)) {
            comment(blockEnd());
        } else if (language == TestLanguage.RUBY && text.startsWith("=begin", at) && atLineStart()) {
            int end = text.indexOf("\n=end", at);
            comment(end < 0 ? text.length() : end + 5);
        } else if (!special(one)) {
            quoted(one);
        }
    }

    private boolean special(char one) {
        Matcher raw = RAW_RUST.matcher(text).region(at, text.length());
        if (language == TestLanguage.RUST && raw.lookingAt() && !identifierBefore()) {
            string(raw.end(), "\"" + raw.group(1), false);
            return true;
        }
        if (language == TestLanguage.RUST && one == '\'') {
            Matcher character = CHARACTER_RUST.matcher(text).region(at, text.length());
            int end = character.lookingAt() ? character.end() : at + 1;
            blank(at + 1, end - 1);
            at = end;
            return true;
        }
        Matcher here = HEREDOC.matcher(text).region(at, text.length());
        if (language == TestLanguage.RUBY && here.lookingAt()) {
            Matcher end =
                    Pattern.compile("(?m)^[ \\t]*" + here.group(2) + "[ \\t]*$").matcher(text);
            int from = lineEnd(at);
            int to = end.find(from) ? end.start() : text.length();
            blank(from, to);
            at = from < text.length() && to > from ? to : here.end();
            return true;
        }
        if (one == '/' && (language == TestLanguage.JAVASCRIPT || language == TestLanguage.RUBY) && regexMayStart()) {
            regex();
            return true;
        }
        return false;
    }

    private void quoted(char one) {
        boolean tripled = language.tripleQuotes()
                && (text.startsWith("\"\"\"", at) || text.startsWith("'''", at))
                && (one == '"' || language == TestLanguage.PYTHON);
        if (tripled) {
            int from = at;
            boolean statement = language == TestLanguage.PYTHON
                    && text.substring(lineStart(at), at).isBlank();
            string(at + 3, text.substring(at, at + 3), language != TestLanguage.CSHARP);
            if (statement) {
                text.getChars(from, at, comments, from);
            }
        } else if (language == TestLanguage.CSHARP && one == '"' && verbatim()) {
            verbatimString();
        } else if (one == '"' || one == '\'') {
            string(at + 1, String.valueOf(one), true);
        } else if (one == '`' && (language == TestLanguage.JAVASCRIPT || language == TestLanguage.GO)) {
            string(at + 1, "`", language == TestLanguage.JAVASCRIPT);
        } else {
            at++;
        }
    }

    private boolean verbatim() {
        return at > 0 && (text.charAt(at - 1) == '@' || text.startsWith("@$", Math.max(0, at - 2)));
    }

    private void verbatimString() {
        int end = at + 1;
        while (end < text.length() && !(text.charAt(end) == '"' && !text.startsWith("\"\"", end))) {
            end += text.startsWith("\"\"", end) ? 2 : 1;
        }
        blank(at + 1, end);
        at = Math.min(text.length(), end + 1);
    }

    /** Blanks a string; one that its line does not close ends there, unless it may go over lines. */
    private void string(int from, String close, boolean escapes) {
        boolean lines = close.length() > 1
                || close.equals("`")
                || language == TestLanguage.RUST
                || language == TestLanguage.RUBY;
        int end = from;
        while (end < text.length() && !text.startsWith(close, end)) {
            if (text.charAt(end) == '\n' && !lines) {
                break;
            }
            end += escapes && text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        blank(from, end);
        at = Math.min(text.length(), text.startsWith(close, end) ? end + close.length() : Math.max(end, at + 1));
    }

    private void regex() {
        boolean set = false;
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\n' && (set || text.charAt(end) != '/')) {
            set = text.charAt(end) == '[' || (set && text.charAt(end) != ']');
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        blank(at + 1, end);
        at = Math.min(text.length(), end + 1);
    }

    private boolean regexMayStart() {
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || "(,=:[!&|?{};\n~".indexOf(text.charAt(before)) >= 0;
    }

    private void comment(int end) {
        text.getChars(at, end, comments, at);
        blank(at, end);
        at = Math.max(end, at + 1);
    }

    private int blockEnd() {
        boolean nests = language == TestLanguage.RUST || language == TestLanguage.KOTLIN;
        int depth = 1;
        int end = at + 2;
        while (end < text.length() && depth > 0) {
            if (text.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else if (nests && text.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else {
                end++;
            }
        }
        return end;
    }

    private void blankDeadCode() {
        if (language == TestLanguage.CSHARP) {
            Matcher dead = DEAD.matcher(new String(code));
            while (dead.find()) {
                text.getChars(dead.start(), dead.end(), comments, dead.start());
                blank(dead.start(), dead.end());
            }
        }
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            code[i] = code[i] == '\n' ? '\n' : ' ';
        }
    }

    private boolean identifierBefore() {
        return at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1));
    }

    private boolean atLineStart() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    private int lineStart(int from) {
        return text.lastIndexOf('\n', from - 1) + 1;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
