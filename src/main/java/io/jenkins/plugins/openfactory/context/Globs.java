package io.jenkins.plugins.openfactory.context;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Path globs: {@code *} and {@code ?} stay within a name, {@code **} crosses names, {@code [a-z]} is one of, a
 * backslash makes the next character plain. Stateless.
 */
final class Globs {
    private Globs() {}

    /** A pattern that matches whole relative paths; an unreadable glob matches itself only. */
    static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            at = append(glob, at, regex);
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(glob));
        }
    }

    private static int append(String glob, int at, StringBuilder regex) {
        char c = glob.charAt(at);
        if (glob.startsWith("**/", at) && (at == 0 || glob.charAt(at - 1) == '/')) {
            regex.append("(?:.*/)?");
            return at + 3;
        }
        if (glob.startsWith("**", at)) {
            regex.append(".*");
            return at + 2;
        }
        int close = c == '[' ? glob.indexOf(']', at + 2) : -1;
        if (close > 0) {
            String inside = glob.substring(at + 1, close);
            boolean not = inside.startsWith("!") || inside.startsWith("^");
            regex.append(not ? "[^/" : "[")
                    .append((not ? inside.substring(1) : inside).replaceAll("([\\[\\]\\\\^&])", "\\\\$1"))
                    .append(']');
            return close + 1;
        }
        if (c == '\\' && at + 1 < glob.length()) {
            regex.append(Pattern.quote(glob.substring(at + 1, at + 2)));
            return at + 2;
        }
        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
        return at + 1;
    }
}
