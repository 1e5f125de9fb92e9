package io.jenkins.plugins.openfactory.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A set of byte strings to find in a stream, all at once. Immutable, safe for any thread.
 *
 * <p>The automaton is that of Aho and Corasick ("Efficient string matching", 1975) with one change for speed: states
 * shallower than {@value #GRAM} are never entered. While no pattern's first {@value #GRAM} bytes are in sight, a byte
 * costs one probe of a small bit table with the hash of the last {@value #GRAM} bytes; a hit there leads straight to the
 * state of that depth. Since every pattern is at least that long, no match is lost.
 */
final class PatternSet {
    /** The least length of a pattern, in bytes. */
    static final int GRAM = 4;

    private static final int SCATTER = 0x9E3779B1;

    /** Of each state: its first child, next sibling, byte, depth, the state to fall back to, longest match ending here. */
    private int[] child = new int[64];

    private int[] sibling = new int[64];
    private byte[] label = new byte[64];
    private int[] depth = new int[64];
    private int[] fall = new int[64];
    private int[] match = new int[64];
    private int states = 1;

    private long[] filter;
    private int shift;
    private int[] gramKeys;
    private int[] gramStates;
    private int gramShift;

    private PatternSet() {}

    /** @throws IllegalArgumentException for a pattern shorter than {@value #GRAM} bytes */
    static PatternSet of(Collection<byte[]> patterns) {
        PatternSet set = new PatternSet();
        patterns.forEach(set::add);
        set.link();
        return set;
    }

    /** The length of the longest pattern that ends in this state; 0 if none does. */
    int match(int state) {
        return match[state];
    }

    /** How many of the last bytes are the start of a pattern. */
    int depth(int state) {
        return depth[state];
    }

    /**
     * Reads bytes for as long as none of them can be the last of a pattern's first {@value #GRAM}.
     *
     * @param window the last {@value #GRAM} bytes before
     * @return the index of the first byte that may be; {@code end} if there is none
     */
    int skip(byte[] bytes, int from, int end, int window) {
        long[] table = filter;
        int right = shift;
        int last = window;
        int at = from;
        while (at < end) {
            last = last << 8 | bytes[at] & 0xff;
            int bit = last * SCATTER >>> right;
            if ((table[bit >>> 6] & 1L << bit) != 0) {
                return at;
            }
            at++;
        }
        return end;
    }

    /** The state after exactly these last {@value #GRAM} bytes; 0 if no pattern starts so. */
    int enter(int window) {
        int slot = window * SCATTER >>> gramShift;
        while (gramStates[slot] != 0) {
            if (gramKeys[slot] == window) {
                return gramStates[slot];
            }
            slot = slot + 1 & gramKeys.length - 1;
        }
        return 0;
    }

    /**
     * The state after one more byte.
     *
     * @param state not 0
     * @param window the last {@value #GRAM} bytes with the new one
     */
    int next(int state, byte next, int window) {
        for (int at = state; at != 0; at = fall[at]) {
            int to = child(at, next);
            if (to != 0) {
                return to;
            }
        }
        return enter(window);
    }

    private int child(int state, byte next) {
        int to = child[state];
        while (to != 0 && label[to] != next) {
            to = sibling[to];
        }
        return to;
    }

    private void add(byte[] pattern) {
        if (pattern.length < GRAM) {
            throw new IllegalArgumentException("a pattern of " + pattern.length + " bytes is too short");
        }
        int state = 0;
        for (byte next : pattern) {
            int to = child(state, next);
            state = to != 0 ? to : grow(state, next);
        }
        match[state] = pattern.length;
    }

    private int grow(int parent, byte next) {
        if (states == child.length) {
            int size = states * 2;
            child = Arrays.copyOf(child, size);
            sibling = Arrays.copyOf(sibling, size);
            label = Arrays.copyOf(label, size);
            depth = Arrays.copyOf(depth, size);
            fall = Arrays.copyOf(fall, size);
            match = Arrays.copyOf(match, size);
        }
        label[states] = next;
        depth[states] = depth[parent] + 1;
        sibling[states] = child[parent];
        child[parent] = states;
        return states++;
    }

    /** Computes the fall-back states breadth first, then drops those that are too shallow to be entered. */
    private void link() {
        int[] queue = new int[states];
        int[] window = new int[states];
        List<Integer> entries = new ArrayList<>();
        int end = 1;
        for (int head = 0; head < end; head++) {
            int state = queue[head];
            for (int to = child[state]; to != 0; to = sibling[to]) {
                queue[end++] = to;
                window[to] = window[state] << 8 | label[to] & 0xff;
                fall[to] = state == 0 ? 0 : fallback(state, label[to]);
                match[to] = match[to] != 0 ? match[to] : match[fall[to]];
                if (depth[to] == GRAM) {
                    entries.add(to);
                }
            }
        }
        for (int state = 0; state < states; state++) {
            fall[state] = depth[fall[state]] < GRAM ? 0 : fall[state];
        }
        index(entries, window);
    }

    private int fallback(int state, byte next) {
        for (int at = fall[state]; ; at = fall[at]) {
            int to = child(at, next);
            if (to != 0 || at == 0) {
                return to;
            }
        }
    }

    private void index(List<Integer> entries, int[] window) {
        int bits = Math.max(6, Math.min(20, 32 - Integer.numberOfLeadingZeros(entries.size() * 64)));
        shift = 32 - bits;
        filter = new long[1 << bits - 6];
        int slots = Math.max(2, 32 - Integer.numberOfLeadingZeros(entries.size() * 2));
        gramShift = 32 - slots;
        gramKeys = new int[1 << slots];
        gramStates = new int[1 << slots];
        for (int state : entries) {
            int bit = window[state] * SCATTER >>> shift;
            filter[bit >>> 6] |= 1L << bit;
            int slot = window[state] * SCATTER >>> gramShift;
            while (gramStates[slot] != 0) {
                slot = slot + 1 & gramKeys.length - 1;
            }
            gramKeys[slot] = window[state];
            gramStates[slot] = state;
        }
    }
}
