package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The patterns of one {@code .gitignore} file, as gitignore(5) describes them. Immutable.
 */
final class IgnoreRules {
    private record Rule(Pattern pattern, boolean negated, boolean foldersOnly) {}

    private final String base;
    private final List<Rule> rules;

    private IgnoreRules(String base, List<Rule> rules) {
        this.base = base;
        this.rules = rules;
    }

    /**
     * Reads the lines of a file.
     *
     * @param base the folder it stands in, with a slash at the end; empty for the root
     */
    static IgnoreRules parse(String base, List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = trailingSpacesRemoved(line);
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean negated = text.startsWith("!");
            text = negated ? text.substring(1) : text;
            boolean foldersOnly = text.endsWith("/");
            text = foldersOnly ? text.substring(0, text.length() - 1) : text;
            if (!text.isEmpty()) {
                boolean anchored = text.indexOf('/') >= 0;
                text = text.startsWith("/") ? text.substring(1) : text;
                rules.add(new Rule(Globs.pattern(anchored ? text : "**/" + text), negated, foldersOnly));
            }
        }
        return new IgnoreRules(base, rules);
    }

    /** Whether the innermost last matching rule excludes a path whose parents are not excluded. */
    static boolean ignored(List<IgnoreRules> outerToInner, String path, boolean folder) {
        for (int i = outerToInner.size() - 1; i >= 0; i--) {
            IgnoreRules file = outerToInner.get(i);
            String inner = path.substring(Math.min(path.length(), file.base.length()));
            for (int j = file.rules.size() - 1; j >= 0; j--) {
                Rule rule = file.rules.get(j);
                if ((folder || !rule.foldersOnly) && rule.pattern.matcher(inner).matches()) {
                    return !rule.negated;
                }
            }
        }
        return false;
    }

    private static String trailingSpacesRemoved(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\r')) {
            if (end > 1 && line.charAt(end - 2) == '\\') {
                break;
            }
            end--;
        }
        return line.substring(0, end);
    }
}
