package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes evidence as text within a budget: what comes first gets most room, of everything long the head and the tail
 * are kept, and the lines that failed before all others. Used by one thread, once.
 */
final class EvidenceText {
    private static final int SHOWN_TESTS = 30;
    private static final int SHORT_TAIL = 10;
    private static final int LONG_TAIL = 60;
    private static final int HEAD_LINES = 5;
    private static final int LONGEST_TITLE = 160;
    private static final int LEAST_MESSAGE = 240;
    private static final int NOTE = 45;
    private static final double HEADER_SHARE = 0.2;
    private static final double LEAST_SHARE = 0.8;
    private static final double TAIL_SHARE = 0.12;

    private record Section(String title, List<String> lines, List<Integer> keys) {
        /** What the section must have to be worth showing: its title and its most important line. */
        int least() {
            return 8
                    + Math.min(LONGEST_TITLE, title.length())
                    + NOTE
                    + Math.min(LEAST_MESSAGE, lines.get(keys.get(0)).length());
        }
    }

    private final List<String> header;
    private final List<Section> findings = new ArrayList<>();
    private final List<Section> windows = new ArrayList<>();
    private final List<CleanLog> logs;

    EvidenceText(
            Optional<String> step,
            List<String> tests,
            List<Finding> findings,
            List<Window> windows,
            List<CleanLog> logs) {
        this.header = header(step, tests, findings);
        this.logs = logs;
        for (Finding finding : findings) {
            this.findings.add(new Section(finding.test().orElse(""), finding.lines(), finding.keys()));
        }
        for (Window window : windows) {
            this.windows.add(new Section(window.title(), window.lines(), List.of(window.key())));
        }
    }

    private static List<String> header(Optional<String> step, List<String> tests, List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        step.ifPresent(name -> lines.add("Failing step: " + name));
        if (tests.size() > 1) {
            lines.add("Failing tests: " + tests.size());
            tests.stream().limit(SHOWN_TESTS).forEach(test -> lines.add("  " + LogCleaner.shortened(test, 200)));
            if (tests.size() > SHOWN_TESTS) {
                lines.add("  … " + (tests.size() - SHOWN_TESTS) + " more");
            }
        }
        long others =
                findings.stream().filter(finding -> finding.test().isEmpty()).count();
        if (others > 1) {
            lines.add("Compiler findings and crashes: " + others);
        }
        return lines;
    }

    /** The text; never longer than four characters per token. */
    String within(int tokens) {
        int most = (int) Math.min(Integer.MAX_VALUE / 2, 4L * Math.max(0, tokens));
        boolean unknown = findings.isEmpty() && windows.isEmpty();
        StringBuilder text = new StringBuilder();
        int headerRoom = unknown ? most : (int) (most * HEADER_SHARE);
        if (!header.isEmpty() && headerRoom >= header.get(0).length() + NOTE) {
            text.append(fitted(header, List.of(0), headerRoom));
        }
        int reserved = unknown ? 0 : Math.min((int) (most * TAIL_SHARE), lengthOf(ends("")));
        write(text, findings, most - text.length() - reserved, true);
        write(text, windows, most - text.length() - reserved, findings.isEmpty());
        write(text, ends(text.toString()), most - text.length(), unknown);
        return LogCleaner.head(text.toString(), most);
    }

    private static int lengthOf(List<Section> sections) {
        return sections.stream()
                .mapToInt(section -> section.least()
                        + section.lines.stream()
                                .mapToInt(line -> line.length() + 1)
                                .sum())
                .sum();
    }

    /** What the logs end with, and begin with where nothing else is told, without lines that are told already. */
    private List<Section> ends(String told) {
        boolean unknown = findings.isEmpty() && windows.isEmpty();
        Set<String> known = new HashSet<>(told.lines().toList());
        List<Section> ends = new ArrayList<>();
        for (CleanLog log : logs) {
            List<String> tail = log.tail(findings.isEmpty() ? LONG_TAIL : SHORT_TAIL).stream()
                    .filter(line -> !known.contains(line))
                    .toList();
            if (!tail.isEmpty()) {
                ends.add(new Section("end of " + log.name(), tail, List.of(tail.size() - 1)));
            }
            if (unknown && log.lines().size() > LONG_TAIL + HEAD_LINES) {
                ends.add(new Section("start of " + log.name(), log.lines().subList(0, HEAD_LINES), List.of(0)));
            }
        }
        return ends;
    }

    /** As many of the first sections as fit with their least, then the room shared out among them in order. */
    private static void write(StringBuilder text, List<Section> sections, int room, boolean must) {
        if (sections.isEmpty() || !must && room < sections.get(0).least()) {
            return;
        }
        int shown = 0;
        int least = 0;
        while (shown < sections.size()
                && (shown == 0 || least + sections.get(shown).least() <= room * LEAST_SHARE)) {
            least += sections.get(shown++).least();
        }
        int left = room - (shown < sections.size() ? NOTE : 0);
        for (int i = 0; i < shown; i++) {
            Section section = sections.get(i);
            least -= section.least();
            int spare = Math.max(0, left - least - section.least());
            int share = section.least() + (i == shown - 1 ? spare : Math.min(spare, spare * 3 / (2 * (shown - i))));
            String written = written(section, Math.min(left, share));
            text.append(written);
            left -= written.length();
        }
        if (shown < sections.size() && left >= 0) {
            text.append("… ").append(sections.size() - shown).append(" further findings left out\n");
        }
    }

    private static String written(Section section, int most) {
        String title =
                section.title.isEmpty() ? "" : "--- " + LogCleaner.shortened(section.title, LONGEST_TITLE) + "\n";
        String shownTitle = title.length() * 2 <= most ? title : "";
        return shownTitle + fitted(section.lines, section.keys, most - shownTitle.length());
    }

    /** Keys first, in their order, then as much of head and tail as fits; never longer than {@code most}. */
    static String fitted(List<String> lines, List<Integer> keys, int most) {
        long whole = lines.stream().mapToLong(line -> line.length() + 1L).sum();
        if (whole <= most) {
            return String.join("\n", lines) + "\n";
        }
        String[] kept = new String[lines.size()];
        int left = most - gap(lines.size()).length();
        for (int i = 0; i < keys.size(); i++) {
            int key = keys.get(i);
            int room = left - 1 - (i == 0 ? 0 : gap(lines.size()).length());
            String line = i == 0 && room < 16 ? LogCleaner.head(lines.get(key), Math.max(0, most - 1)) : lines.get(key);
            if (i == 0 || room >= Math.min(60, line.length())) {
                kept[key] = LogCleaner.shortened(line, Math.max(room, Math.min(most - 1, 16)));
                left = room - kept[key].length();
            }
        }
        spread(lines, kept, left - gap(lines.size()).length());
        return joined(kept, most);
    }

    /** Keeps more lines from the head and, half as many, from the tail while there is room. */
    private static void spread(List<String> lines, String[] kept, int room) {
        int head = 0;
        int tail = kept.length - 1;
        int left = room;
        for (int turn = 0; head <= tail; turn++) {
            int next = turn % 3 == 2 ? tail-- : head++;
            if (kept[next] == null) {
                left -= lines.get(next).length() + 1;
                if (left < 0) {
                    return;
                }
                kept[next] = lines.get(next);
            }
        }
    }

    private static String joined(String[] kept, int most) {
        StringBuilder text = new StringBuilder();
        int missing = 0;
        int length = 0;
        for (String line : kept) {
            length += line == null ? 0 : line.length() + 1;
        }
        for (String line : kept) {
            if (line == null) {
                missing++;
            } else {
                String gap = gap(missing);
                if (length + gap.length() <= most) {
                    text.append(gap);
                    length += gap.length();
                }
                text.append(line).append('\n');
                missing = 0;
            }
        }
        return LogCleaner.head(
                length + gap(missing).length() <= most ? text + gap(missing) : text.toString(), Math.max(0, most));
    }

    private static String gap(int lines) {
        return lines <= 0 ? "" : "… " + lines + (lines == 1 ? " line" : " lines") + " left out\n";
    }
}
