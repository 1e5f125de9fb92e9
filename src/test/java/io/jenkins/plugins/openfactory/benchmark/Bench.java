package io.jenkins.plugins.openfactory.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * Measures two things in turns in one process, so that both meet the same machine and the same disturbance. Prints medians,
 * 95th percentiles and the ratio of the medians as a row of a Markdown table.
 */
public final class Bench {
    /** The head of the table that rows are printed for. */
    public static final String HEAD =
            "| what | ours, µs (p95) | against | µs (p95) | ratio | goal | met |\n|---|---|---|---|---|---|---|";

    private Bench() {}

    /** One round of work. */
    @FunctionalInterface
    public interface Work {
        void run(int round) throws Exception;
    }

    /** Microseconds of each round, sorted. */
    public record Times(double[] sorted) {
        public static Times ofNanos(long[] nanos) {
            return new Times(
                    Arrays.stream(nanos).mapToDouble(n -> n / 1000.0).sorted().toArray());
        }

        public double median() {
            return sorted[sorted.length / 2];
        }

        public double p95() {
            return sorted[sorted.length * 95 / 100];
        }

        /** The same for so many pieces of work in each round. */
        public Times each(int pieces) {
            return new Times(Arrays.stream(sorted).map(t -> t / pieces).toArray());
        }

        private String shown() {
            String form = median() < 0.1 ? "%.4f (%.4f)" : median() < 10 ? "%.2f (%.2f)" : "%.0f (%.0f)";
            return String.format(Locale.ROOT, form, median(), p95());
        }
    }

    /** The times of two kinds of work that took turns. */
    public record Pair(Times ours, Times other) {}

    /** Lets both take turns, the first one to begin changing with each round. */
    public static Pair inTurns(int warmUp, int rounds, Work ours, Work other) throws Exception {
        long[] first = new long[rounds];
        long[] second = new long[rounds];
        for (int i = -warmUp; i < rounds; i++) {
            int round = i + warmUp;
            boolean oursFirst = round % 2 == 0;
            long a = time(oursFirst ? ours : other, round);
            long b = time(oursFirst ? other : ours, round);
            if (i >= 0) {
                first[i] = oursFirst ? a : b;
                second[i] = oursFirst ? b : a;
            }
        }
        return new Pair(Times.ofNanos(first), Times.ofNanos(second));
    }

    private static long time(Work work, int round) throws Exception {
        long start = System.nanoTime();
        work.run(round);
        return System.nanoTime() - start;
    }

    /**
     * Prints a row whose goal is that ours takes at most so many times as long.
     *
     * @param most for instance 1.5; 0.33 for three times faster
     */
    public static void row(String what, Times ours, String against, Times other, double most) {
        double ratio = ours.median() / other.median();
        print(what, ours, against, other, ratio, String.format(Locale.ROOT, "≤ %.2f", most), ratio <= most);
    }

    /** Prints a row whose goal is that theirs takes at least so many times as long. */
    public static void faster(String what, Times ours, String against, Times other, double least) {
        double ratio = other.median() / ours.median();
        print(what, ours, against, other, ratio, String.format(Locale.ROOT, "≥ %.1f", least), ratio >= least);
    }

    /** Prints a row without a goal; the ratio is ours to theirs. */
    public static void compared(String what, Times ours, String against, Times other) {
        double ratio = ours.median() / other.median();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.2f | none | |%n",
                what,
                ours.shown(),
                against,
                other.shown(),
                ratio);
    }

    private static void print(
            String what, Times ours, String against, Times other, double ratio, String goal, boolean met) {
        System.out.printf(
                Locale.ROOT,
                ratio < 10 ? "| %s | %s | %s | %s | %.2f | %s | %s |%n" : "| %s | %s | %s | %s | %.0f | %s | %s |%n",
                what,
                ours.shown(),
                against,
                other.shown(),
                ratio,
                goal,
                met ? "yes" : "no");
    }
}
