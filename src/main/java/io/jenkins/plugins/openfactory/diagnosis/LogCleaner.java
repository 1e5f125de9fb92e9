package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns what a terminal would have shown into plain lines: escape sequences (ECMA-48), progress that overwrites its own
 * line, and the timestamps that build servers put in front are taken out. Stateless.
 */
final class LogCleaner {
    /** Longer lines lose their middle. */
    static final int LONGEST_LINE = 2_000;

    private static final int HEAD_LINES = 20_000;
    private static final int TAIL_LINES = 180_000;

    private static final String DATE_TIME =
            "\\d{4}[-/]\\d{2}[-/]\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?";
    private static final String TIME = "\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?";
    private static final Pattern STAMP = Pattern.compile("^\\s{0,4}(?:\\[(?:" + DATE_TIME + "|" + TIME + ")\\]|"
            + DATE_TIME + "|" + TIME + "(?=\\s))(?:\\s\\||:)?\\s?");
    /** The {@code gh} program puts job and step before each line of a log. */
    private static final Pattern GITHUB_JOB =
            Pattern.compile("^[^\\t]{1,100}\\t[^\\t]{1,100}\\t\ufeff?" + DATE_TIME + " ");

    private static final Pattern BUILDKIT = Pattern.compile("^#\\d+ \\d+\\.\\d+ ");

    private LogCleaner() {}

    /** The lines of a log; of an enormous one the first and the last. */
    static List<String> lines(String log) {
        char end = log.indexOf('\n') < 0 && log.indexOf('\r') < log.length() - 1 ? '\r' : '\n';
        List<String> lines = new ArrayList<>();
        List<String> tail = new ArrayList<>();
        int at = 0;
        while (at < log.length()) {
            int stop = log.indexOf(end, at);
            stop = stop < 0 ? log.length() : stop;
            addLine(log.substring(at, stop), lines.size() < HEAD_LINES ? lines : tail);
            if (tail.size() >= 2 * TAIL_LINES) {
                tail = new ArrayList<>(tail.subList(tail.size() - TAIL_LINES, tail.size()));
            }
            at = stop + 1;
        }
        lines.addAll(tail.size() > TAIL_LINES ? tail.subList(tail.size() - TAIL_LINES, tail.size()) : tail);
        return lines;
    }

    /** Of progress that overwrites its line the last state stays, and every state that sounds like a failure. */
    private static void addLine(String raw, List<String> lines) {
        if (raw.indexOf('\r') < 0) {
            lines.add(line(raw));
            return;
        }
        String[] states = raw.split("\r");
        int last = states.length - 1;
        while (last > 0 && states[last].isBlank()) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            String state = line(states[i]);
            if (i == last || Windows.strength(state) == 3) {
                lines.add(state);
            }
        }
        if (states.length == 0) {
            lines.add("");
        }
    }

    /** One line without escapes and timestamps, of bounded length. */
    static String line(String raw) {
        String plain = raw.length() > 50 * LONGEST_LINE ? shortened(raw, 50 * LONGEST_LINE) : raw;
        plain = escapesRemoved(plain);
        if (plain.indexOf('\t') > 0) {
            plain = GITHUB_JOB.matcher(plain).replaceFirst("");
        }
        if (!plain.isEmpty() && "0123456789[# ".indexOf(plain.charAt(0)) >= 0) {
            plain = STAMP.matcher(plain).replaceFirst("");
            plain = BUILDKIT.matcher(plain).replaceFirst("");
        }
        return shortened(plain.stripTrailing(), LONGEST_LINE);
    }

    /** A text of at most so many characters, its middle replaced by an ellipsis; surrogate pairs stay whole. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        if (most < 16) {
            return head(text, Math.max(most, 0));
        }
        int head = (most - 3) * 2 / 3;
        int tail = most - 3 - head;
        return head(text, head) + " … " + tail(text, tail);
    }

    static String head(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    static String tail(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int start = text.length() - most;
        return text.substring(
                start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }

    private static String escapesRemoved(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\u001b' || c == '\u009b') {
                i = afterEscape(line, i) - 1;
            } else if (c == '\b') {
                plain.setLength(Math.max(0, plain.length() - 1));
            } else if (c == '\t' || c >= ' ' && c != '\u007f') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static int afterEscape(String line, int at) {
        int next = at + 1;
        if (line.charAt(at) == '\u009b') {
            return afterControl(line, next);
        }
        if (next >= line.length()) {
            return next;
        }
        return switch (line.charAt(next)) {
            case '[' -> afterControl(line, next + 1);
            case ']', 'P', 'X', '^', '_' -> afterString(line, next + 1);
            case '(', ')', '*', '+', '#', '%', ' ' -> Math.min(line.length(), next + 2);
            default -> next + 1;
        };
    }

    private static int afterControl(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) >= 0x20 && line.charAt(at) < 0x40) {
            at++;
        }
        return Math.min(line.length(), at + 1);
    }

    private static int afterString(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            if (line.charAt(at) == '\u0007') {
                return at + 1;
            }
            if (line.charAt(at) == '\u001b' && at + 1 < line.length() && line.charAt(at + 1) == '\\') {
                return at + 2;
            }
        }
        return line.length();
    }
}
