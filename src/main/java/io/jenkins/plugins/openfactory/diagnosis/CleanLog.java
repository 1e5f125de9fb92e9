package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A log's clean lines, and which of them a finding already tells. Used by one thread. */
final class CleanLog {
    private final String name;
    private final List<String> lines;
    private final BitSet covered = new BitSet();
    private final BitSet told = new BitSet();

    private CleanLog(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    static CleanLog of(LogSource source) {
        return new CleanLog(source.name(), GoJson.plain(LogCleaner.lines(source.text())));
    }

    String name() {
        return name;
    }

    List<String> lines() {
        return lines;
    }

    /** Marks lines that a finding tells: no window is needed for them, nor are they shown as the log's end. */
    void tell(int from, int to) {
        if (from >= 0) {
            told.set(from, Math.max(from, to));
        }
    }

    /** Marks lines that a window is for: no other window is needed for them. */
    void cover(BitSet marks) {
        covered.or(marks);
    }

    boolean isCovered(int line) {
        return told.get(line) || covered.get(line);
    }

    /** The lines, those that a finding tells being empty. */
    List<String> untold() {
        List<String> untold = new ArrayList<>(lines);
        told.stream().forEach(line -> untold.set(line, ""));
        return untold;
    }

    /** The last lines that are not blank, no decoration and not told by a finding, at most so many. */
    List<String> tail(int most) {
        List<String> tail = new ArrayList<>();
        for (int at = lines.size() - 1; at >= 0 && tail.size() < most; at--) {
            if (!told.get(at) && lines.get(at).codePoints().anyMatch(Character::isLetterOrDigit)) {
                tail.add(0, lines.get(at));
            }
        }
        return tail;
    }
}
