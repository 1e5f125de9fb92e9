package io.jenkins.plugins.openfactory.ticket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A set of characters as ranges, none of which has another's. Immutable. */
record Chars(List<Range> ranges) {
    private static final int LAST = Character.MAX_VALUE;

    /** Everything that a path can hold. */
    static final Chars ALL = new Chars(List.of(new Range(1, LAST)));

    static final Chars SLASH = of('/');

    /** Everything that a name can hold. */
    static final Chars NAME = SLASH.complement();

    /** From one character to another, both included. */
    record Range(int from, int to) {}

    static Chars of(char one) {
        return new Chars(List.of(new Range(one, one)));
    }

    /** The members of a set such as {@code a-z_}; never the slash. */
    static Chars members(String members, boolean not) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < members.length(); i++) {
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            ranges.add(new Range(members.charAt(i), members.charAt(range ? i + 2 : i)));
            i += range ? 2 : 0;
        }
        Chars named = new Chars(merged(ranges));
        return (not ? named.complement() : named).and(NAME);
    }

    boolean has(char one) {
        return ranges.stream().anyMatch(range -> range.from <= one && one <= range.to);
    }

    Chars and(Chars other) {
        List<Range> both = new ArrayList<>();
        for (Range a : ranges) {
            for (Range b : other.ranges) {
                if (a.from <= b.to && b.from <= a.to) {
                    both.add(new Range(Math.max(a.from, b.from), Math.min(a.to, b.to)));
                }
            }
        }
        return new Chars(both);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** A member that is easy to read: a small letter where there is one. */
    Optional<Character> plainest() {
        return ranges.stream()
                .filter(range -> range.from <= 'z' && range.to >= 'a')
                .findFirst()
                .or(() -> ranges.stream().findFirst())
                .map(range -> (char) (range.from <= 'a' && range.to >= 'a' ? 'a' : range.from));
    }

    private Chars complement() {
        List<Range> rest = new ArrayList<>();
        int next = 1;
        for (Range range : ranges) {
            if (range.from > next) {
                rest.add(new Range(next, range.from - 1));
            }
            next = range.to + 1;
        }
        if (next <= LAST) {
            rest.add(new Range(next, LAST));
        }
        return new Chars(rest);
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.removeIf(range -> range.from > range.to);
        sorted.sort(Comparator.comparingInt(Range::from));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && range.from <= last.to + 1) {
                merged.set(merged.size() - 1, new Range(last.from, Math.max(last.to, range.to)));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
