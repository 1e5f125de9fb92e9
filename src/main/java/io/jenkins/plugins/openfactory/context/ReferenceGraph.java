package io.jenkins.plugins.openfactory.context;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which file uses names that which other file defines, and how strongly. Ranking is PageRank with a personalised
 * teleport vector: L. Page, S. Brin, R. Motwani, T. Winograd, The PageRank Citation Ranking: Bringing Order to the Web,
 * Stanford InfoLab 1999, section 6. References also count backwards, by half, because a change reaches users too.
 * Immutable.
 */
final class ReferenceGraph {
    /** Names that more files define say nothing about which one is meant. */
    private static final int MOST_DEFINERS = 8;

    private static final double WANTED_WEIGHT = 10;
    private static final double BACKWARD = 0.5;
    /** What references to a file's tests, or what it tests, weigh compared with all its references together. */
    private static final double COMPANIONS = 2;

    private static final double FOLLOW = 0.35;
    private static final int ROUNDS = 12;

    private final Edges edges;
    private final double[] sums;

    private ReferenceGraph(Edges edges, double[] sums) {
        this.edges = edges;
        this.sums = sums;
    }

    /**
     * Builds the graph.
     *
     * @param companions for each file its tests or what it tests
     * @param wanted names that the ticket mentions: references to them count more
     */
    static ReferenceGraph of(
            List<FileTags> files, List<List<Integer>> companions, Symbols symbols, Set<String> wanted) {
        int[][] definers = definers(files, symbols.size());
        double[] weights = new double[symbols.size()];
        Arrays.fill(weights, 1);
        wanted.stream()
                .mapToInt(symbols::known)
                .filter(symbol -> symbol >= 0 && symbol < weights.length)
                .forEach(symbol -> weights[symbol] *= WANTED_WEIGHT);
        Edges edges = new Edges();
        for (int user = 0; user < files.size(); user++) {
            addReferences(user, files.get(user), definers, weights, edges);
        }
        double[] sums = edges.sums(files.size());
        double[] references = sums.clone();
        for (int file = 0; file < files.size(); file++) {
            for (int other : companions.get(file)) {
                double weight = COMPANIONS
                        * (references[file] + 1)
                        / companions.get(file).size();
                edges.add(file, other, weight);
                sums[file] += weight;
            }
        }
        return new ReferenceGraph(edges, sums);
    }

    private static int[][] definers(List<FileTags> files, int symbols) {
        int[][] definers = new int[symbols][];
        for (int file = 0; file < files.size(); file++) {
            for (int symbol : files.get(file).definitions()) {
                int[] known = definers[symbol];
                int size = known == null ? 0 : known.length;
                if (size <= MOST_DEFINERS) {
                    definers[symbol] = known == null ? new int[1] : Arrays.copyOf(known, size + 1);
                    definers[symbol][size] = file;
                }
            }
        }
        return definers;
    }

    private static void addReferences(int user, FileTags tags, int[][] definers, double[] weights, Edges edges) {
        for (int i = 0; i < tags.names().length; i++) {
            int symbol = tags.names()[i];
            int[] defined = symbol < definers.length ? definers[symbol] : null;
            if (defined == null || defined.length > MOST_DEFINERS || contains(defined, user)) {
                continue;
            }
            double weight = Math.sqrt(tags.uses()[i]) * weights[symbol] / defined.length;
            for (int definer : defined) {
                edges.add(user, definer, weight);
                edges.add(definer, user, weight * BACKWARD);
            }
        }
    }

    private static boolean contains(int[] files, int wanted) {
        for (int file : files) {
            if (file == wanted) {
                return true;
            }
        }
        return false;
    }

    /** A rank per file for a surfer who follows references and starts over by {@code start}, whose sum is 1. */
    double[] rank(double[] start) {
        double[] rank = start.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[start.length];
            double lost = 0;
            for (int file = 0; file < start.length; file++) {
                lost += sums[file] == 0 ? rank[file] : 0;
            }
            edges.spread(rank, sums, FOLLOW, next);
            for (int file = 0; file < start.length; file++) {
                next[file] += start[file] * (1 - FOLLOW + FOLLOW * lost);
            }
            rank = next;
        }
        return rank;
    }

    /** Weighted edges in the order in which they were added. */
    private static final class Edges {
        private int[] from = new int[1 << 12];
        private int[] to = new int[1 << 12];
        private float[] weight = new float[1 << 12];
        private int size;

        void add(int source, int target, double value) {
            if (size == from.length) {
                from = Arrays.copyOf(from, 2 * size);
                to = Arrays.copyOf(to, 2 * size);
                weight = Arrays.copyOf(weight, 2 * size);
            }
            from[size] = source;
            to[size] = target;
            weight[size++] = (float) value;
        }

        double[] sums(int files) {
            double[] sums = new double[files];
            for (int i = 0; i < size; i++) {
                sums[from[i]] += weight[i];
            }
            return sums;
        }

        void spread(double[] rank, double[] sums, double follow, double[] next) {
            for (int i = 0; i < size; i++) {
                next[to[i]] += follow * rank[from[i]] / sums[from[i]] * weight[i];
            }
        }
    }
}
