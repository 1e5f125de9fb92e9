package io.jenkins.plugins.openfactory.context;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ranking has to know of a path.
 *
 * @param excluded whether the path alone says that the file is not worth reading
 * @param words how often each word stands in it
 * @param weight what a match in such a file is worth compared with one in program text
 * @param stem the file's name without extension, in lower case
 * @param subject the stem of what the file tests by its name; empty where it is no test
 */
record PathTags(boolean excluded, Counts words, double weight, String stem, String subject) {
    private static final double OTHER_WEIGHT = 0.25;
    private static final double HISTORY_WEIGHT = 0.05;

    private static final Pattern TEST =
            Pattern.compile("(?:test_|spec_)(?<before>.+)|(?<after>.+?)(?:[._-]?(?:tests?|specs?|it)|tests?case)");
    private static final Pattern IN_TESTS = Pattern.compile("(?i)(?:.*/)?(?:tests?|specs?|__tests__|testing)/.*");
    private static final Pattern HISTORY =
            Pattern.compile("(?i)(?:.*/)?(?:changes|changelog|history|news|releases?|release[-_]?notes)(?:\\.\\w+)?");

    static PathTags of(String path, Symbols symbols) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Map<Integer, Integer> words = new HashMap<>();
        Words.terms(path, word -> words.merge(symbols.id(word), 1, Integer::sum));
        words.merge(symbols.id(Words.term(stem)), 1, Integer::sum);
        return new PathTags(FileFilter.excluded(path), Counts.of(words), weight(path), stem, subject(path, stem));
    }

    private static double weight(String path) {
        if (HISTORY.matcher(path).matches()) {
            return HISTORY_WEIGHT;
        }
        return Language.of(path).isPresent() ? 1 : OTHER_WEIGHT;
    }

    private static String subject(String path, String stem) {
        Matcher test = TEST.matcher(stem);
        if (test.matches()) {
            return test.group("before") != null ? test.group("before") : test.group("after");
        }
        return IN_TESTS.matcher(path).matches() ? stem : "";
    }
}
