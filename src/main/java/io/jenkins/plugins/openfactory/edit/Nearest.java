package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Ladder.Ambiguous;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says why a block was not found, with the lines of the file that are most like it. */
final class Nearest {
    private static final int MOST_LINES = 60;
    /** How many characters of a line are shown. */
    private static final int LONGEST = 400;

    private static final int AROUND = 3;
    private static final int MOST_STARTS = 10;
    private static final long MOST_PAIRS = 1_000_000;
    /** Below this mean likeness of a window's lines (0 to 1) nothing is shown as near. */
    private static final double LEAST_LIKENESS = 0.2;

    private Nearest() {}

    static Refusal refusal(List<String> file, Block block, Ladder.Result result) {
        Script script = block.readings().get(0);
        if (result instanceof Ambiguous many) {
            return ambiguous(file, script, many.starts());
        }
        List<String> wanted = script.before();
        if (wanted.isEmpty()) {
            return new Refusal(
                    "ambiguous",
                    "the hunk has no line of the file in it, so its place is not known; add context lines");
        }
        int start = nearestStart(file, wanted);
        if (start < 0) {
            return new Refusal("not_found", notFound(file, script) + "; no part of the file is like them", top(file));
        }
        return new Refusal(
                "not_found",
                notFound(file, script) + "; the nearest lines of the file are",
                numbered(file, start - AROUND, start + Math.min(wanted.size(), MOST_LINES) + AROUND));
    }

    private static String notFound(List<String> file, Script script) {
        String message = "the lines to find are not in the file";
        List<String> after = script.after();
        for (int at = 0; !after.isEmpty() && at + after.size() <= file.size(); at++) {
            if (sameButSpace(after, file.subList(at, at + after.size()))) {
                return message + " (the lines to put there are already at line " + (at + 1) + ")";
            }
        }
        return message;
    }

    private static Refusal ambiguous(List<String> file, Script script, List<Integer> starts) {
        List<String> region = new ArrayList<>();
        for (int start : starts.subList(0, Math.min(starts.size(), MOST_STARTS))) {
            region.addAll(
                    numbered(file, start - 2, start + Math.min(script.before().size(), AROUND) + 2));
            region.add("");
        }
        String lines = String.join(", ", starts.stream().map(i -> "" + (i + 1)).toList());
        return new Refusal(
                "ambiguous",
                "the lines to find are in the file " + starts.size() + " times, from lines " + lines
                        + "; add lines around them until they are there once",
                region);
    }

    /** Whether the lines are the same but for white space at their ends. */
    static boolean sameButSpace(List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).stripTrailing().equals(other.get(i).stripTrailing())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> top(List<String> file) {
        return file.size() <= MOST_LINES ? numbered(file, 0, file.size()) : List.of();
    }

    private static List<String> numbered(List<String> file, int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = Math.max(0, from); i < Math.min(file.size(), to); i++) {
            String line = file.get(i);
            String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
            lines.add(String.format("%5d | %s", i + 1, shown));
        }
        return lines;
    }

    private static int nearestStart(List<String> file, List<String> wanted) {
        boolean small = (long) file.size() * wanted.size() <= MOST_PAIRS;
        Map<String, Set<String>> words = new HashMap<>();
        double best = LEAST_LIKENESS;
        int start = -1;
        for (int at = 0; at == 0 || at + wanted.size() <= file.size(); at++) {
            int shown = Math.min(wanted.size(), file.size() - at);
            double sum = 0;
            for (int i = 0; i < shown; i++) {
                sum += likeness(wanted.get(i).strip(), file.get(at + i).strip(), small, words);
            }
            if (sum / wanted.size() > best) {
                best = sum / wanted.size();
                start = at;
            }
        }
        return start;
    }

    private static double likeness(String one, String other, boolean fuzzy, Map<String, Set<String>> words) {
        if (one.equals(other)) {
            return one.isEmpty() ? 0.1 : 1;
        }
        if (!fuzzy || one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        Set<String> first = words.computeIfAbsent(one, Nearest::wordsOf);
        Set<String> second = words.computeIfAbsent(other, Nearest::wordsOf);
        long common = first.stream().filter(second::contains).count();
        long all = first.size() + second.size() - common;
        return all == 0 ? 0 : (double) common / all;
    }

    private static Set<String> wordsOf(String line) {
        Set<String> words = new HashSet<>(Arrays.asList(line.split("\\W+")));
        words.remove("");
        return words.isEmpty() ? new TreeSet<>(Set.of(line)) : words;
    }
}
