package io.jenkins.plugins.openfactory.diagnosis;

import java.util.BitSet;
import java.util.List;

/** A log's clean lines, and which of them a finding already tells. Used by one thread. */
final class CleanLog {
    private final String name;
    private final List<String> lines;
    private final BitSet covered = new BitSet();

    private CleanLog(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    static CleanLog of(LogSource source) {
        return new CleanLog(source.name(), LogCleaner.lines(source.text()));
    }

    String name() {
        return name;
    }

    List<String> lines() {
        return lines;
    }

    void cover(int from, int to) {
        if (from >= 0) {
            covered.set(from, Math.max(from, to));
        }
    }

    boolean isCovered(int line) {
        return covered.get(line);
    }
}
