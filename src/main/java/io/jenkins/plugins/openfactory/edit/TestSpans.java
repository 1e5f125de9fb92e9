package io.jenkins.plugins.openfactory.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where the tests of a file begin and end. Used once. */
final class TestSpans {
    private static final Pattern NAME = Pattern.compile("[^;{}=()]*?(`[^`\\n]+`|[\\w$]+)\\s*\\(");
    private static final Pattern RUST_NAME = Pattern.compile("[^;{}=]*?\\bfn\\s+(\\w+)\\s*(?:<[^>]*>\\s*)?\\(");
    private static final Pattern ANNOTATION = Pattern.compile("@[\\w.:]+");
    private static final Pattern CLASS = Pattern.compile("(?m)^([ \\t]*)class[ \\t]+(\\w+)");
    private static final Pattern RUBY_NAME = Pattern.compile("[ \\t(]*(['\"])(.*?)\\1|[ \\t]*(test_\\w+)");

    private final TestLanguage language;
    private final String text;
    private final String code;
    private final List<Span> spans = new ArrayList<>();

    /** Over a text and its code without comments and strings. */
    TestSpans(TestLanguage language, String text, String code) {
        this.language = language;
        this.text = text;
        this.code = code;
    }

    /** One test from its first annotation to its end; {@code body} is where what it does begins. */
    record Span(String name, int start, int body, int end) {}

    List<Span> find() {
        Matcher test = language.test().matcher(code);
        while (test.find()) {
            int start = test.start();
            boolean inside = spans.stream().anyMatch(span -> start >= span.start() && start < span.end());
            if (!inside) {
                span(test).ifPresent(spans::add);
            }
        }
        return spans;
    }

    private Optional<Span> span(Matcher test) {
        return switch (language) {
            case PYTHON -> Optional.of(python(test));
            case RUBY -> Optional.of(ruby(test));
            case JAVASCRIPT -> javascript(test);
            case GO -> braced(test.group(1), test.start(), test.end() - 1);
            default -> declared(test);
        };
    }

    private Optional<Span> declared(Matcher test) {
        int at = test.group().startsWith("public") ? test.end() : afterMarkers(test.start());
        Matcher name =
                (language == TestLanguage.RUST ? RUST_NAME : NAME).matcher(code).region(at, code.length());
        if (!name.lookingAt()) {
            return Optional.empty();
        }
        int start = test.start();
        while (start > 0 && ";{}".indexOf(code.charAt(start - 1)) < 0) {
            start--;
        }
        return braced(text.substring(name.start(1), name.end(1)), start, name.end() - 1);
    }

    /** Over annotations and attributes. */
    private int afterMarkers(int from) {
        int at = from;
        while (at < code.length()) {
            Matcher annotation = ANNOTATION.matcher(code).region(at, code.length());
            if (Character.isWhitespace(code.charAt(at))) {
                at++;
            } else if (annotation.lookingAt()) {
                at = annotation.end();
            } else if (code.charAt(at) == '(' && at > from || code.startsWith("[", at)) {
                at = closing(at);
            } else if (code.startsWith("#[", at)) {
                at = closing(at + 1);
            } else {
                break;
            }
        }
        return at;
    }

    /** A test whose parameters open at an index and whose body is in braces or an expression. */
    private Optional<Span> braced(String name, int start, int parameters) {
        int at = closing(parameters);
        while (at < code.length() && "{=;".indexOf(code.charAt(at)) < 0) {
            at = "([".indexOf(code.charAt(at)) >= 0 ? closing(at) : at + 1;
        }
        if (at >= code.length() || code.charAt(at) == ';') {
            return Optional.empty();
        }
        int end = code.charAt(at) == '{' ? closing(at) : expressionEnd(at + 1);
        return Optional.of(new Span(name, start, at, end));
    }

    private int expressionEnd(int from) {
        int at = from;
        while (at < code.length() && code.charAt(at) != ';') {
            if ("([{".indexOf(code.charAt(at)) >= 0) {
                at = closing(at);
            } else if (code.charAt(at) == '}'
                    || code.charAt(at) == '\n' && !code.substring(from, at).isBlank()) {
                break;
            } else {
                at++;
            }
        }
        return Math.min(at, code.length());
    }

    private Optional<Span> javascript(Matcher test) {
        int open = test.end() - 1;
        if (code.charAt(open) == '`') {
            open = code.indexOf('(', code.indexOf('`', open + 1) + 1);
        }
        int end = open < 0 ? -1 : closing(open);
        int next = end;
        while (next >= 0 && next < code.length() && Character.isWhitespace(code.charAt(next))) {
            next++;
        }
        if (end >= 0
                && next < code.length()
                && code.charAt(next) == '('
                && test.group().contains(".")) {
            open = next;
            end = closing(open);
        }
        if (end < 0) {
            return Optional.empty();
        }
        int comma = open + 1;
        while (comma < end && code.charAt(comma) != ',') {
            comma = "([{".indexOf(code.charAt(comma)) >= 0 ? closing(comma) : comma + 1;
        }
        int body = Math.min(comma + 1, end);
        String name = text.substring(open + 1, Math.min(comma, Math.max(open + 1, end - 1)))
                .strip();
        return Optional.of(new Span(name, test.start(), body, end));
    }

    private Span python(Matcher test) {
        int line = code.lastIndexOf('\n', test.start(1)) + 1;
        String indent = Indent.of(code.substring(line, test.start(1)));
        int body = closing(test.end() - 1);
        while (body < code.length() && code.charAt(body) != ':') {
            body++;
        }
        int end = lineEnd(Math.min(body, code.length() - 1));
        while (end < code.length()) {
            String next = code.substring(end + 1, lineEnd(end + 1));
            if (!next.isBlank() && Indent.of(next).length() <= indent.length()) {
                break;
            }
            end = lineEnd(end + 1);
        }
        return new Span(className(line, indent) + test.group(1), decorators(line), Math.min(body + 1, end), end);
    }

    private String className(int before, String indent) {
        String name = "";
        Matcher owner = CLASS.matcher(code).region(0, before);
        while (owner.find()) {
            boolean outer = owner.group(1).length() < indent.length();
            name = outer ? owner.group(2) + "." : owner.group(1).length() <= indent.length() ? "" : name;
        }
        return indent.isEmpty() ? "" : name;
    }

    /** Where the decorators above a line begin. */
    private int decorators(int line) {
        int start = line;
        int above = line;
        while (above > 0) {
            above = code.lastIndexOf('\n', above - 2) + 1;
            String shown = code.substring(above, lineEnd(above)).strip();
            if (shown.startsWith("@")) {
                start = above;
            } else if (shown.isEmpty()
                    || shown.endsWith(":")
                    || shown.matches("(?:class|def|return|import|from)\\b.*")) {
                break;
            }
        }
        return start;
    }

    private Span ruby(Matcher test) {
        int line = code.lastIndexOf('\n', test.end() - 1) + 1;
        Matcher named = RUBY_NAME.matcher(text).region(test.end(), lineEnd(test.end()));
        String name = text.substring(line, lineEnd(line)).strip();
        int body = test.end();
        if (named.lookingAt()) {
            name = named.group(2) != null ? named.group(2) : named.group(3);
            body = named.end();
        }
        String first = code.substring(body, lineEnd(body));
        boolean opens = test.group().contains("def") || first.matches("(?s).*\\bdo\\b\\s*(?:\\|[^|]*\\|)?\\s*");
        int brace = first.indexOf('{');
        if (!opens) {
            return new Span(name, line, body, brace < 0 ? lineEnd(body) : closing(body + brace));
        }
        String indent = Indent.of(code.substring(line));
        Matcher end = Pattern.compile("(?m)^" + indent + "end\\b").matcher(code);
        return new Span(name, line, body, end.find(body) ? end.end() : code.length());
    }

    private int lineEnd(int from) {
        int end = code.indexOf('\n', from);
        return end < 0 ? code.length() : end;
    }

    /** The index after the bracket that closes the one at an index. */
    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            char one = code.charAt(i);
            if (one == '(' || one == '[' || one == '{') {
                depth++;
            } else if (one == ')' || one == ']' || one == '}') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return code.length();
    }
}
