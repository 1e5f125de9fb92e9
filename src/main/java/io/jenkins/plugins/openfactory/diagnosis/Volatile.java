package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of a text what differs from run to run although nothing changed. Stateless. */
final class Volatile {
    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b", "<uuid>"),
            Rule.of(
                    "\\d{4}[-/]\\d{2}[-/]\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?",
                    "<time>"),
            Rule.of("\\b\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d+)?\\b", "<time>"),
            Rule.of(
                    "(?:/private)?/(?:var/)?tmp/[^\\s:'\"(),\\]]*|/var/folders/[^\\s:'\"(),\\]]*|[A-Za-z]:\\\\[^\\s:]*\\\\Temp\\\\[^\\s:'\"(),]*",
                    "<tmp>"),
            Rule.of("==\\d+==|(?<=' \\()\\d+(?=\\) panicked)", "<pid>"),
            Rule.of("\\b0x[0-9a-fA-F]+\\b|(?<=@)[0-9a-fA-F]{4,16}\\b", "<addr>"),
            Rule.of("\\b(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{7,64}\\b", "<hex>"),
            Rule.of(
                    "\\b\\d+(?:[.,]\\d+)? ?(?:ns|µs|us|ms|milliseconds?|secs?|seconds?|mins?|minutes?|s|m)\\b",
                    "<duration>"),
            Rule.of("(?i)\\b(pid|port|thread|worker|goroutine|attempt)([ =:#-]+)\\d+", "$1$2<n>"),
            Rule.of("(?<=localhost|127\\.0\\.0\\.1|\\[::1\\]):\\d+", ":<n>"),
            Rule.of("\\b\\d{6,}\\b", "<n>"),
            Rule.of("\\s+", " "));

    /** Where in a file something is: lines above it move it. */
    private static final List<Rule> PLACES = List.of(
            Rule.of("(?i)\\b(line|column|col)([ =:#-]+)\\d+", "$1$2<n>"),
            Rule.of(
                    "(?<=\\.\\w{1,8}):(?:\\d+(?::\\d+)?\\b|\\[\\d+(?:,\\d+)?\\])|:\\d+:\\d+\\b|(?<=\\w):\\d+(?=:)",
                    ":<n>"),
            Rule.of("\\(\\d+,\\d+\\)", "(<n>)"));

    private Volatile() {}

    /** The text with every volatile part replaced by a word for its kind, white space made single. */
    static String removed(String text) {
        return replaced(PLACES, replaced(RULES, text)).strip();
    }

    /** The same, but line and column numbers stay: an error at another place is another result. */
    static String removedButPlaces(String text) {
        return replaced(RULES, text).strip();
    }

    private static String replaced(List<Rule> rules, String text) {
        String stable = text;
        for (Rule rule : rules) {
            stable = rule.pattern.matcher(stable).replaceAll(rule.replacement);
        }
        return stable;
    }
}
