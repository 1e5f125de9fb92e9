package io.jenkins.plugins.openfactory.exec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the words that somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** Up to {@code count} of the words, the most similar first, by Levenshtein distance. */
    static List<String> of(String wanted, Collection<String> words, int count) {
        record Candidate(String word, int distance) {}
        return words.stream()
                .map(word -> new Candidate(word, distance(wanted, word)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .limit(count)
                .map(Candidate::word)
                .toList();
    }

    private static int distance(String a, String b) {
        String left = a.length() > 40 ? a.substring(0, 40) : a;
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = left.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
