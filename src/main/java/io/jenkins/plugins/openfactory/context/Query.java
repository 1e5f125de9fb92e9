package io.jenkins.plugins.openfactory.context;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a ticket's words say about files and lines: BM25 (S. Robertson, H. Zaragoza, The Probabilistic Relevance
 * Framework: BM25 and Beyond, 2009) over a file's words, with those of its path counted several times. The first line
 * counts double, and so do names of several words. Immutable once made.
 */
final class Query {
    private static final double K1 = 1.5;
    private static final double B = 0.5;
    private static final int PATH = 12;
    private static final double TITLE = 2;
    private static final double COMPOUND = 2;
    /** More mentions of a word say more, but less than as much more. */
    private static final double REPETITION = 0.8;

    private final Map<String, Double> weights = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    Query(String text) {
        int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
        add(text.substring(0, end), TITLE);
        add(text.substring(end), 1);
        weights.replaceAll((term, weight) -> Math.pow(weight, REPETITION));
        Words.names(text, names::add);
    }

    private void add(String text, double weight) {
        Words.terms(text, term -> weights.merge(term, term.startsWith("=") ? COMPOUND * weight : weight, Double::sum));
    }

    /** The names that the ticket mentions as they are. */
    Set<String> names() {
        return names;
    }

    /** A score per file, at least 0. Also learns from the files how rare each word is. */
    double[] scores(List<PathTags> paths, List<FileTags> files, Symbols symbols) {
        double meanLength = files.stream().mapToInt(FileTags::length).average().orElse(0) + 1;
        double[] scores = new double[files.size()];
        Map<String, Double> rare = new HashMap<>();
        weights.forEach((term, weight) -> {
            int symbol = symbols.known(term);
            double[] counts = new double[files.size()];
            int having = 0;
            for (int file = 0; file < counts.length; file++) {
                counts[file] = files.get(file).words().of(symbol)
                        + PATH * paths.get(file).words().of(symbol);
                having += counts[file] > 0 ? 1 : 0;
            }
            double worth = weight * Math.log(1 + (files.size() - having + 0.5) / (having + 0.5));
            rare.put(term, worth);
            for (int file = 0; file < counts.length; file++) {
                double norm = K1 * (1 - B + B * files.get(file).length() / meanLength);
                scores[file] += worth * counts[file] * (K1 + 1) / (counts[file] + norm);
            }
        });
        weights.putAll(rare);
        return scores;
    }

    /** How much one line says about the ticket; rare words count more once the files are known. */
    double score(String line) {
        double[] sum = new double[1];
        Set<String> seen = new HashSet<>();
        Words.terms(line, term -> {
            Double weight = weights.get(term);
            if (weight != null && seen.add(term)) {
                sum[0] += weight;
            }
        });
        return sum[0];
    }
}
