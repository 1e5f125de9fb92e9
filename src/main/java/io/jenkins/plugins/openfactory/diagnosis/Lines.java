package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds places in lists of lines. Stateless. */
final class Lines {
    private Lines() {}

    /** The index of the first line from {@code from} on that ends a block; at most {@code most} lines further. */
    static int until(List<String> lines, int from, int most, Predicate<String> ends) {
        int at = Math.min(from, lines.size());
        int last = Math.min(lines.size(), from + most);
        while (at < last && !ends.test(lines.get(at))) {
            at++;
        }
        return at;
    }

    /** The lines of a block without blank ones at its start and end. */
    static List<String> trimmed(List<String> lines, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && lines.get(start).isBlank()) {
            start++;
        }
        while (end > start && lines.get(end - 1).isBlank()) {
            end--;
        }
        return lines.subList(start, end);
    }

    static List<String> trimmed(List<String> lines) {
        return trimmed(lines, 0, lines.size());
    }

    /** The index of the first line that is wanted; -1 for none. */
    static int first(List<String> lines, Predicate<String> wanted) {
        int at = until(lines, 0, lines.size(), wanted);
        return at < lines.size() ? at : -1;
    }

    /** The index of the last line that is wanted; -1 for none. */
    static int last(List<String> lines, Predicate<String> wanted) {
        for (int at = lines.size() - 1; at >= 0; at--) {
            if (wanted.test(lines.get(at))) {
                return at;
            }
        }
        return -1;
    }

    /** Those of some indices that are not negative, in their order, then others. */
    static List<Integer> keys(List<Integer> others, int... first) {
        List<Integer> keys = new ArrayList<>();
        for (int key : first) {
            if (key >= 0) {
                keys.add(key);
            }
        }
        keys.addAll(others);
        return keys;
    }
}
