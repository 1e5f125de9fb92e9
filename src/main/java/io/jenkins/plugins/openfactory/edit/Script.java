package io.jenkins.plugins.openfactory.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How one stretch of lines becomes another, line by line. What the two have in common is kept as the file has it, with
 * its own line ends and trailing white space.
 */
record Script(List<Op> ops) {
    /** Above this many pairs of lines the middle of a stretch is replaced as a whole. */
    private static final long LARGEST_TABLE = 4_000_000;

    Script {
        ops = List.copyOf(ops);
    }

    /** What happens to a line. */
    enum Kind {
        KEEP,
        DELETE,
        INSERT
    }

    /** One line. */
    record Op(Kind kind, String text) {}

    /** The shortest script between two stretches: a longest common subsequence after the common start and end. */
    static Script between(List<String> before, List<String> after) {
        int start = 0;
        int shorter = Math.min(before.size(), after.size());
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        List<Op> ops = new ArrayList<>();
        before.subList(0, start).forEach(line -> ops.add(new Op(Kind.KEEP, line)));
        middle(before.subList(start, before.size() - end), after.subList(start, after.size() - end), ops);
        before.subList(before.size() - end, before.size()).forEach(line -> ops.add(new Op(Kind.KEEP, line)));
        return new Script(ops);
    }

    private static void middle(List<String> before, List<String> after, List<Op> ops) {
        if ((long) before.size() * after.size() > LARGEST_TABLE) {
            before.forEach(line -> ops.add(new Op(Kind.DELETE, line)));
            after.forEach(line -> ops.add(new Op(Kind.INSERT, line)));
            return;
        }
        int[][] common = commonLengths(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                ops.add(new Op(Kind.KEEP, before.get(i)));
                i++;
                j++;
            } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
                ops.add(new Op(Kind.DELETE, before.get(i++)));
            } else {
                ops.add(new Op(Kind.INSERT, after.get(j++)));
            }
        }
    }

    private static int[][] commonLengths(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** The lines that the script expects. */
    List<String> before() {
        return ops.stream().filter(op -> op.kind() != Kind.INSERT).map(Op::text).toList();
    }

    /** The lines that it leaves. */
    List<String> after() {
        return ops.stream().filter(op -> op.kind() != Kind.DELETE).map(Op::text).toList();
    }

    /** Whether it changes nothing. */
    boolean identical() {
        return ops.stream().allMatch(op -> op.kind() == Kind.KEEP);
    }

    /**
     * This script without the blank lines at the start and end of what it expects; as many are dropped at the same end
     * of what it leaves, where it has them.
     */
    Script trimmed() {
        List<String> before = before();
        List<String> after = after();
        int first = blankAtStart(before);
        int last = first == before.size() ? 0 : blankAtStart(reversed(before));
        if (first == before.size() || first + last == 0) {
            return this;
        }
        int firstAfter = Math.min(first, blankAtStart(after));
        int lastAfter = Math.min(last, blankAtStart(reversed(after.subList(firstAfter, after.size()))));
        return between(
                before.subList(first, before.size() - last), after.subList(firstAfter, after.size() - lastAfter));
    }

    /** This script without byte order marks at the start of lines, for a text that keeps its own apart. */
    Script withoutMarks() {
        return new Script(ops.stream()
                .map(op -> op.text().startsWith("\ufeff")
                        ? new Op(op.kind(), op.text().substring(1))
                        : op)
                .toList());
    }

    private static int blankAtStart(List<String> lines) {
        int blank = 0;
        while (blank < lines.size() && lines.get(blank).isBlank()) {
            blank++;
        }
        return blank;
    }

    private static List<String> reversed(List<String> lines) {
        List<String> copy = new ArrayList<>(lines);
        Collections.reverse(copy);
        return copy;
    }
}
