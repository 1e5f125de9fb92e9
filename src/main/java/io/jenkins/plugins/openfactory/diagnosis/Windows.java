package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds stretches of logs that no reader knows: what is new against a green log, and what looks like an error. */
final class Windows {
    private static final int MOST = 40;
    private static final int BEFORE = 2;
    private static final int AFTER = 6;

    private static final Pattern STRONG = Pattern.compile(
            "(?i).*(?:\\berror\\b|\\bfatal\\b|\\bfailed\\b|\\bfailure\\b|exception\\b|\\bpanic(?:ked)?\\b|segmentation fault|core dumped"
                    + "|out of memory|\\bkilled\\b|command not found|no such file|permission denied|cannot find|not found|assert).*");
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i).*(?:\\b0 (?:errors?|failures?|failed)|(?:errors?|failures?|failed)[:=] ?0\\b|no errors|-Werror|without error).*");

    private Windows() {}

    /** New stretches first, then windows around telling words; what findings tell already is left out. */
    static List<Window> find(List<CleanLog> logs, Optional<String> lastGreenLog) {
        List<Window> windows = new ArrayList<>();
        Set<String> green = new HashSet<>();
        lastGreenLog.ifPresent(text -> LogCleaner.lines(text).forEach(line -> green.add(Volatile.removed(line))));
        for (CleanLog log : logs) {
            if (!green.isEmpty()) {
                add(
                        log,
                        marked(log, line -> !line.isBlank() && !green.contains(Volatile.removed(line))),
                        1,
                        1,
                        "new since the last green log",
                        windows);
            }
        }
        for (CleanLog log : logs) {
            add(log, marked(log, Windows::isTelling), BEFORE, AFTER, "looks like an error", windows);
        }
        return windows;
    }

    static boolean isTelling(String line) {
        return STRONG.matcher(line).matches() && !HARMLESS.matcher(line).matches();
    }

    private static BitSet marked(CleanLog log, java.util.function.Predicate<String> wanted) {
        BitSet marks = new BitSet();
        for (int at = 0; at < log.lines().size(); at++) {
            if (!log.isCovered(at) && wanted.test(log.lines().get(at))) {
                marks.set(at);
            }
        }
        return marks;
    }

    private static void add(CleanLog log, BitSet marks, int before, int after, String why, List<Window> windows) {
        int at = marks.nextSetBit(0);
        while (at >= 0 && windows.size() < MOST) {
            int end = at + 1;
            for (int next = at; next >= 0 && next <= end + before + after; next = marks.nextSetBit(next + 1)) {
                end = next + 1;
            }
            int from = Math.max(0, at - before);
            int to = Math.min(log.lines().size(), end + after);
            windows.add(new Window(
                    why + ", " + log.name() + " line " + (at + 1),
                    log.lines().subList(from, to),
                    key(log, at, end) - from));
            log.cover(from, to);
            at = marks.nextSetBit(to);
        }
    }

    private static int key(CleanLog log, int from, int to) {
        for (int at = from; at < to; at++) {
            if (isTelling(log.lines().get(at))) {
                return at;
            }
        }
        return from;
    }
}
