package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Finds stretches of logs that no reader knows: what is new against a green log, then what looks like an error, the
 * most telling first. What findings tell already is left out. Stateless.
 */
final class Windows {
    private static final int MOST = 24;
    private static final int MOST_BESIDE_FINDINGS = 6;
    private static final int MOST_MARKS = 20_000;
    private static final int BEFORE = 2;
    private static final int AFTER = 4;
    /** More of a log being new says that it is another log. */
    private static final double LARGEST_NEW_SHARE = 0.6;

    private static final String[] WORDS = {
        "error",
        "fatal",
        "fail",
        "exception",
        "panic",
        "segmentation",
        "core dumped",
        "out of memory",
        "outofmemory",
        "killed",
        "not found",
        "no such file",
        "denied",
        "cannot",
        "can't",
        "unable to",
        "refused",
        "timed out",
        "timeout",
        "abort",
        "assert",
        "undefined",
        "unresolved",
        "invalid",
        "missing",
        "traceback",
        "✖",
        "✗",
        "✕",
        "not ok",
        "unexpected",
        "mismatch",
        "exited with",
        "exit code",
        "exit status",
        "could not",
        "giving up",
        "violat"
    };
    private static final Pattern STRONG = Pattern.compile(
            "(?i)(?:^|[\\s\\[(:])(?:error|fatal|failed|failure|panic|fail|e):?(?:\\]|:|!|$)|\\berror[: \\[]|\\bfatal:|\\bFAIL(?:ED|URE)?\\b|exception(?::|$| in )|segmentation fault|core dumped"
                    + "|out of memory|OutOfMemory|\\bKilled\\b|command not found|: not found|no such file or directory|permission denied|connection refused|unresolved|assertion|traceback|^\\s*not ok\\b|: \\*\\*\\* ");
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)\\b(?:0|no) (?:errors?|failures?|failed|failing|problems)|(?:errors?|failures?|failed)[:=] ?0\\b|-Werror|without errors?|error[-_]?(?:handl|pag|prone|log\\b)\\w*"
                    + "|^FAILURE: Build failed|^\\[ERROR\\]\\s*(?:\\[Help \\d+\\]|$)|(?:test failures|Compilation failure)\\b.*\\[Help \\d+\\]|re-run maven|re-run with|full stack trace of the errors|for more information about|^\\s*(?:ok|✓|✔|PASS\\w*)\\b|\\bPASSED\\b|\\.\\.\\. ok$");
    private static final Pattern WARNING =
            Pattern.compile("(?i)\\bwarn(?:ing)?\\b|\\bdeprecat|^\\[INFO\\]|\\bDEBUG\\b|\\bINFO\\b");

    private Windows() {}

    /**
     * New stretches first, then windows around telling words.
     *
     * @param plain whether only what plainly is a failure is looked for, because findings tell the rest
     */
    static List<Window> find(List<CleanLog> logs, Optional<String> lastGreenLog, boolean plain) {
        List<Window> windows = new ArrayList<>();
        Set<String> green = green(lastGreenLog);
        if (!green.isEmpty()) {
            for (CleanLog log : logs) {
                BitSet marks = marked(log, line -> isKnown(line, green) ? 0 : 1, 1);
                if (marks.cardinality()
                        <= Math.max(50, LARGEST_NEW_SHARE * log.lines().size())) {
                    windows.addAll(around(log, marks, 0, 1, "new since the last green log"));
                }
            }
        }
        for (int strength = 3; strength >= (plain ? 3 : 1) && windows.size() < MOST; strength--) {
            for (CleanLog log : logs) {
                windows.addAll(
                        around(log, marked(log, Windows::strength, strength), BEFORE, AFTER, "looks like an error"));
            }
        }
        return windows.subList(0, Math.min(windows.size(), plain ? MOST_BESIDE_FINDINGS : MOST));
    }

    /** The lines of the green log as they are, and without volatile parts. */
    private static Set<String> green(Optional<String> lastGreenLog) {
        Set<String> green = new HashSet<>();
        lastGreenLog.ifPresent(text -> {
            green.addAll(LogCleaner.lines(text));
            Set.copyOf(green).forEach(line -> green.add(Volatile.removed(line)));
        });
        return green;
    }

    private static boolean isKnown(String line, Set<String> green) {
        return line.isBlank() || green.contains(line) || green.contains(Volatile.removed(line));
    }

    /** How much a line sounds like a failure: 3 plainly, 2 perhaps, 1 hardly, 0 not at all. */
    static int strength(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        boolean telling = false;
        for (String word : WORDS) {
            if (lower.contains(word)) {
                telling = true;
                break;
            }
        }
        if (!telling || HARMLESS.matcher(line).find()) {
            return 0;
        }
        boolean strong = STRONG.matcher(line).find();
        return WARNING.matcher(line).find() ? 1 : strong ? 3 : 2;
    }

    private static BitSet marked(CleanLog log, ToIntFunction<String> strength, int least) {
        BitSet marks = new BitSet();
        int count = 0;
        for (int at = log.lines().size() - 1; at >= 0 && count < MOST_MARKS; at--) {
            if (!log.isCovered(at) && strength.applyAsInt(log.lines().get(at)) >= least) {
                marks.set(at);
                count++;
            }
        }
        return marks;
    }

    /** Stretches around marks; where there are too many, the first and the last ones, strongest first. */
    private static List<Window> around(CleanLog log, BitSet marks, int before, int after, String why) {
        List<Window> found = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        int at = marks.nextSetBit(0);
        int shown = 0;
        while (at >= 0) {
            int end = at + 1;
            for (int next = at; next >= 0 && next <= end + before + after; next = marks.nextSetBit(next + 1)) {
                end = next + 1;
            }
            int from = Math.max(shown, at - before);
            int to = Math.min(log.lines().size(), end + after);
            found.add(window(log, from, to, key(log, marks, at, end), why + ", " + log.name() + " line " + (at + 1)));
            places.add(new int[] {from, to});
            shown = to;
            at = marks.nextSetBit(to);
        }
        List<Window> kept = ends(found);
        ends(places).forEach(place -> marks.set(place[0], place[1]));
        kept.sort(Comparator.comparingInt((Window window) -> -strength(window.keyLine())));
        log.cover(marks);
        return kept;
    }

    /** The first and the last ones where there are too many. */
    private static <T> List<T> ends(List<T> all) {
        List<T> kept = new ArrayList<>(all.size() <= MOST ? all : all.subList(0, MOST / 2));
        if (all.size() > MOST) {
            kept.addAll(all.subList(all.size() - MOST / 2, all.size()));
        }
        return kept;
    }

    /** The lines of a stretch that nothing told before. */
    private static Window window(CleanLog log, int from, int to, int key, String title) {
        List<String> lines = new ArrayList<>();
        int newKey = 0;
        for (int at = from; at < to; at++) {
            newKey = at == key ? lines.size() : newKey;
            if (!log.isCovered(at)) {
                lines.add(log.lines().get(at));
            }
        }
        return new Window(title, lines, newKey);
    }

    private static int key(CleanLog log, BitSet marks, int from, int to) {
        int best = from;
        for (int at = from; at < Math.min(to, from + 500); at++) {
            if (marks.get(at)
                    && strength(log.lines().get(at)) > strength(log.lines().get(best))) {
                best = at;
            }
        }
        return best;
    }
}
