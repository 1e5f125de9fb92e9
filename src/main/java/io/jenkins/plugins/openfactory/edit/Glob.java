package io.jenkins.plugins.openfactory.edit;

import java.util.regex.Pattern;

/**
 * A pattern of paths, from the top of the repository. {@code *} and {@code ?} stand for characters of one name, {@code **}
 * for any number of folders, {@code [ab]} for one of the characters, {@code {a,b}} for one of the texts; a pattern that
 * ends with {@code /} means everything below. Case matters. Immutable.
 */
public final class Glob {
    private final String text;
    private final Pattern pattern;

    private Glob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException where it is empty, negated, or a bracket or brace is not closed
     */
    public static Glob of(String text) {
        String plain = text.startsWith("./") ? text.substring(2) : text;
        plain = plain.startsWith("/") ? plain.substring(1) : plain;
        if (plain.isBlank() || plain.startsWith("!")) {
            throw new IllegalArgumentException("the glob '" + text + "' names no files; write for instance src/**");
        }
        return new Glob(text, Pattern.compile(new Translation(plain.endsWith("/") ? plain + "**" : plain).regex()));
    }

    /** Whether a path fits. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Turns one pattern into a regular expression. */
    private static final class Translation {
        private final String glob;
        private final StringBuilder regex = new StringBuilder();
        private int at;
        private int braces;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            while (at < glob.length()) {
                step();
            }
            if (braces > 0) {
                throw new IllegalArgumentException("the glob '" + glob + "' has a { without a }");
            }
            return regex.toString();
        }

        private void step() {
            boolean nameStart = at == 0 || glob.charAt(at - 1) == '/';
            if (nameStart && glob.startsWith("**/", at)) {
                regex.append("(?:[^/]+/)*");
                at += 3;
            } else if (nameStart && glob.substring(at).equals("**")) {
                regex.append(".+");
                at += 2;
            } else if (glob.charAt(at) == '[') {
                set();
            } else {
                character(glob.charAt(at++));
            }
        }

        private void character(char one) {
            switch (one) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '\\' -> regex.append(Pattern.quote(at < glob.length() ? glob.substring(at, ++at) : "\\"));
                default -> regex.append(Pattern.quote(String.valueOf(one)));
            }
        }

        private void set() {
            int close = glob.indexOf(']', at + 2);
            if (close < 0) {
                throw new IllegalArgumentException("the glob '" + glob + "' has a [ without a ]");
            }
            String inside = glob.substring(at + 1, close);
            boolean not = inside.startsWith("!") || inside.startsWith("^");
            String members = (not ? inside.substring(1) : inside).replaceAll("([\\\\\\[\\]&^])", "\\\\$1");
            regex.append("(?!/)[").append(not ? "^" : "").append(members).append(']');
            at = close + 1;
        }
    }
}
