package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which file uses names that which other file defines, and how strongly. Ranking is PageRank with a personalised
 * teleport vector: L. Page, S. Brin, R. Motwani, T. Winograd, The PageRank Citation Ranking: Bringing Order to the Web,
 * Stanford InfoLab 1999, section 6. Immutable.
 */
final class ReferenceGraph {
    /** Names that more files define say nothing about which one is meant. */
    private static final int MOST_DEFINERS = 8;

    private static final double BACKWARD = 0.5;
    private static final double FOLLOW = 0.6;
    private static final int ROUNDS = 30;

    private final List<Map<Integer, Double>> edges;

    private ReferenceGraph(List<Map<Integer, Double>> edges) {
        this.edges = edges;
    }

    /**
     * Builds the graph.
     *
     * @param wanted names that the ticket mentions: references to them count more
     */
    static ReferenceGraph of(List<FileTags> files, Set<String> wanted) {
        Map<String, List<Integer>> definers = new HashMap<>();
        for (int file = 0; file < files.size(); file++) {
            for (String name : files.get(file).definitions()) {
                definers.computeIfAbsent(name, key -> new ArrayList<>(1)).add(file);
            }
        }
        List<Map<Integer, Double>> edges = new ArrayList<>();
        files.forEach(file -> edges.add(new java.util.LinkedHashMap<>()));
        for (int user = 0; user < files.size(); user++) {
            for (Map.Entry<String, Integer> use : files.get(user).names().entrySet()) {
                List<Integer> defined = definers.getOrDefault(use.getKey(), List.of());
                if (defined.isEmpty() || defined.size() > MOST_DEFINERS || defined.contains(user)) {
                    continue;
                }
                double weight = Math.sqrt(use.getValue()) * significance(use.getKey(), wanted) / defined.size();
                for (int definer : defined) {
                    edges.get(user).merge(definer, weight, Double::sum);
                    edges.get(definer).merge(user, weight * BACKWARD, Double::sum);
                }
            }
        }
        return new ReferenceGraph(edges);
    }

    private static double significance(String name, Set<String> wanted) {
        double weight = name.length() < 4 ? 0.2 : 1;
        return wanted.contains(name) ? weight * 10 : weight;
    }

    /** A rank per file for a surfer who follows references and starts over by {@code start}, whose sum is 1. */
    double[] rank(double[] start) {
        double[] rank = start.clone();
        double[] sums = new double[start.length];
        for (int file = 0; file < start.length; file++) {
            for (double weight : edges.get(file).values()) {
                sums[file] += weight;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[start.length];
            double lost = 0;
            for (int file = 0; file < start.length; file++) {
                if (sums[file] == 0) {
                    lost += rank[file];
                    continue;
                }
                double share = FOLLOW * rank[file] / sums[file];
                edges.get(file).forEach((target, weight) -> next[target] += share * weight);
            }
            for (int file = 0; file < start.length; file++) {
                next[file] += start[file] * (1 - FOLLOW + FOLLOW * lost);
            }
            rank = next;
        }
        return rank;
    }
}
