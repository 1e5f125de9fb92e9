package io.jenkins.plugins.openfactory.context;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much the words of a ticket say about each file: BM25 (S. Robertson, H. Zaragoza, The Probabilistic Relevance
 * Framework: BM25 and Beyond, 2009) over a file's words, those of its path and of the names it defines counted several
 * times. Stateless.
 */
final class Relevance {
    private static final double K1 = 1.2;
    private static final double B = 0.5;
    private static final int PATH = 12;
    private static final int DEFINITION = 3;

    private Relevance() {}

    /** A score per file, at least 0. */
    static double[] of(String text, List<String> paths, List<FileTags> files) {
        Map<String, Integer> query = new LinkedHashMap<>();
        Words.names(text, name -> Words.parts(name, word -> query.merge(word, 1, Integer::sum)));
        double meanLength = files.stream().mapToInt(FileTags::length).average().orElse(1) + 1;
        double[] scores = new double[files.size()];
        List<Map<String, Integer>> boosts = new java.util.ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            boosts.add(boost(paths.get(file), files.get(file)));
        }
        query.forEach((word, times) -> {
            double[] frequencies = new double[files.size()];
            int having = 0;
            for (int file = 0; file < frequencies.length; file++) {
                frequencies[file] = files.get(file).words().getOrDefault(word, 0)
                        + boosts.get(file).getOrDefault(word, 0);
                having += frequencies[file] > 0 ? 1 : 0;
            }
            double rarity = Math.log(1 + (files.size() - having + 0.5) / (having + 0.5));
            for (int file = 0; file < frequencies.length; file++) {
                double norm = K1 * (1 - B + B * files.get(file).length() / meanLength);
                scores[file] += Math.sqrt(times) * rarity * frequencies[file] * (K1 + 1) / (frequencies[file] + norm);
            }
        });
        return scores;
    }

    private static Map<String, Integer> boost(String path, FileTags tags) {
        Map<String, Integer> boost = new HashMap<>();
        Words.names(path, name -> Words.parts(name, word -> boost.merge(word, PATH, Integer::sum)));
        for (String name : tags.definitions()) {
            Words.parts(name, word -> boost.merge(word, DEFINITION, Integer::sum));
        }
        return boost;
    }
}
