package io.jenkins.plugins.openfactory.context;

import java.util.Arrays;
import java.util.Map;

/** How often each of some symbols occurs, sorted by symbol. Immutable. */
final class Counts {
    static final Counts NONE = new Counts(new long[0]);

    /** Symbol in the upper half, count in the lower. */
    private final long[] entries;

    private Counts(long[] entries) {
        this.entries = entries;
    }

    static Counts of(Map<Integer, Integer> counts) {
        long[] entries = new long[counts.size()];
        int at = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            entries[at++] = (long) entry.getKey() << 32 | entry.getValue();
        }
        Arrays.sort(entries);
        return new Counts(entries);
    }

    /** How often a symbol occurs. */
    int of(int symbol) {
        int at = Arrays.binarySearch(entries, (long) symbol << 32);
        int place = at < 0 ? -at - 1 : at;
        return place < entries.length && (int) (entries[place] >> 32) == symbol ? (int) entries[place] : 0;
    }
}
