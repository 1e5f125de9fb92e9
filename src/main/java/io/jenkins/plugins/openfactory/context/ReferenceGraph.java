package io.jenkins.plugins.openfactory.context;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which file uses names that which other file defines, and how strongly. Ranking is PageRank with a personalised
 * teleport vector: L. Page, S. Brin, R. Motwani, T. Winograd, The PageRank Citation Ranking: Bringing Order to the Web,
 * Stanford InfoLab 1999, section 6. References also count backwards, by half, because a change reaches users too.
 * Immutable; {@link #with} shares what did not change.
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

    private final List<FileTags> files;
    private final List<List<Integer>> companions;
    /** For each symbol the files that define it, up to one more than {@link #MOST_DEFINERS}. */
    private final int[][] definers;

    private final References[] references;

    private ReferenceGraph(
            List<FileTags> files, List<List<Integer>> companions, int[][] definers, References[] references) {
        this.files = files;
        this.companions = companions;
        this.definers = definers;
        this.references = references;
    }

    /** From one file to the files that define what it uses: target, weight and symbol of each reference. */
    private record References(int[] targets, float[] weights, int[] symbols) {}

    /**
     * Builds the graph.
     *
     * @param companions for each file its tests or what it tests
     */
    static ReferenceGraph of(List<FileTags> files, List<List<Integer>> companions, Symbols symbols) {
        int[][] definers = definers(files, symbols.size());
        References[] references = new References[files.size()];
        for (int user = 0; user < references.length; user++) {
            references[user] = references(user, files.get(user), definers);
        }
        return new ReferenceGraph(files, companions, definers, references);
    }

    /** The graph of the same paths where some files changed; costs little where they define what they did before. */
    ReferenceGraph with(List<FileTags> changedFiles, List<Integer> changed, Symbols symbols) {
        for (int file : changed) {
            if (!Arrays.equals(
                    files.get(file).definitions(), changedFiles.get(file).definitions())) {
                return of(changedFiles, companions, symbols);
            }
        }
        References[] some = references.clone();
        changed.forEach(user -> some[user] = references(user, changedFiles.get(user), definers));
        return new ReferenceGraph(changedFiles, companions, definers, some);
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

    private static References references(int user, FileTags tags, int[][] definers) {
        int[] targets = new int[tags.names().length];
        float[] weights = new float[targets.length];
        int[] symbols = new int[targets.length];
        int size = 0;
        for (int i = 0; i < tags.names().length; i++) {
            int symbol = tags.names()[i];
            int[] defined = symbol < definers.length ? definers[symbol] : null;
            if (defined == null || defined.length > MOST_DEFINERS || contains(defined, user)) {
                continue;
            }
            if (size + defined.length > targets.length) {
                int more = 2 * (size + defined.length);
                targets = Arrays.copyOf(targets, more);
                weights = Arrays.copyOf(weights, more);
                symbols = Arrays.copyOf(symbols, more);
            }
            for (int definer : defined) {
                targets[size] = definer;
                weights[size] = (float) (Math.sqrt(tags.uses()[i]) / defined.length);
                symbols[size++] = symbol;
            }
        }
        return new References(Arrays.copyOf(targets, size), Arrays.copyOf(weights, size), Arrays.copyOf(symbols, size));
    }

    private static boolean contains(int[] files, int wanted) {
        for (int file : files) {
            if (file == wanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * A rank per file for a surfer who follows references and starts over by {@code start}, whose sum is 1.
     *
     * @param wanted names that the ticket mentions: references to them count more
     */
    double[] rank(double[] start, Set<String> wanted, Symbols symbols) {
        return new Walk(weighted(wanted, symbols)).rank(start);
    }

    private float[][] weighted(Set<String> wanted, Symbols symbols) {
        Set<Integer> numbers = new HashSet<>();
        wanted.stream().map(symbols::known).filter(symbol -> symbol >= 0).forEach(numbers::add);
        float[][] weights = new float[references.length][];
        for (int user = 0; user < weights.length; user++) {
            weights[user] = references[user].weights();
            int[] used = references[user].symbols();
            for (int i = 0; !numbers.isEmpty() && i < used.length; i++) {
                if (numbers.contains(used[i])) {
                    weights[user] = weights[user] == references[user].weights() ? weights[user].clone() : weights[user];
                    weights[user][i] *= (float) WANTED_WEIGHT;
                }
            }
        }
        return weights;
    }

    /** The surfer's way over one weighting. Used once. */
    private final class Walk {
        private final float[][] weights;
        private final double[] sums;
        private final double[] companionWeights;

        Walk(float[][] weights) {
            this.weights = weights;
            this.sums = new double[weights.length];
            this.companionWeights = new double[weights.length];
            for (int user = 0; user < weights.length; user++) {
                int[] targets = references[user].targets();
                for (int i = 0; i < targets.length; i++) {
                    sums[user] += weights[user][i];
                    sums[targets[i]] += weights[user][i] * BACKWARD;
                }
            }
            for (int file = 0; file < sums.length; file++) {
                int others = companions.get(file).size();
                if (others > 0) {
                    companionWeights[file] = COMPANIONS * (sums[file] + 1) / others;
                    sums[file] += companionWeights[file] * others;
                }
            }
        }

        double[] rank(double[] start) {
            double[] rank = start.clone();
            for (int round = 0; round < ROUNDS; round++) {
                rank = next(rank, start);
            }
            return rank;
        }

        private double[] next(double[] rank, double[] start) {
            double[] given = new double[rank.length];
            double lost = 0;
            for (int file = 0; file < rank.length; file++) {
                lost += sums[file] == 0 ? rank[file] : 0;
                given[file] = sums[file] == 0 ? 0 : FOLLOW * rank[file] / sums[file];
            }
            double[] next = new double[rank.length];
            for (int file = 0; file < rank.length; file++) {
                int[] targets = references[file].targets();
                float[] edges = weights[file];
                double back = 0;
                for (int i = 0; i < targets.length; i++) {
                    next[targets[i]] += given[file] * edges[i];
                    back += given[targets[i]] * edges[i];
                }
                next[file] += back * BACKWARD + start[file] * (1 - FOLLOW + FOLLOW * lost);
                for (int other : companions.get(file)) {
                    next[other] += given[file] * companionWeights[file];
                }
            }
            return next;
        }
    }
}
