package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes evidence as text within a budget: head and tail of everything long are kept, the line that failed always. */
final class EvidenceText {
    private static final int SHOWN_TESTS = 40;
    private static final int TAIL_LINES = 40;

    private record Section(String title, List<String> lines, int key) {}

    private final List<Section> sections = new ArrayList<>();

    EvidenceText(
            Optional<String> step,
            List<String> tests,
            List<Finding> findings,
            List<Window> windows,
            List<CleanLog> logs) {
        sections.add(new Section("", header(step, tests), 0));
        for (Finding finding : findings) {
            List<String> lines = new ArrayList<>();
            lines.add(finding.headline());
            lines.addAll(finding.detail());
            sections.add(new Section(finding.test().orElse(""), lines, 0));
        }
        windows.forEach(window -> sections.add(new Section(window.title(), window.lines(), window.key())));
        for (CleanLog log : logs) {
            List<String> lines = log.lines();
            List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            sections.add(new Section("end of " + log.name(), tail, Math.max(0, tail.size() - 1)));
        }
        sections.removeIf(section -> section.lines.stream().allMatch(String::isBlank));
    }

    private static List<String> header(Optional<String> step, List<String> tests) {
        List<String> lines = new ArrayList<>();
        step.ifPresent(name -> lines.add("Failing step: " + name));
        if (!tests.isEmpty()) {
            lines.add("Failing tests: " + tests.size());
            tests.stream().limit(SHOWN_TESTS).forEach(test -> lines.add("  " + test));
        }
        return lines;
    }

    /** The text; never longer than four characters per token. */
    String within(int tokens) {
        int most = (int) Math.min(Integer.MAX_VALUE, 4L * Math.max(0, tokens));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sections.size(); i++) {
            int left = most - text.length();
            int share = i == sections.size() - 1 ? left : Math.max(left / 3, Math.min(left, 600));
            String written = written(sections.get(i), share);
            if (!written.isEmpty() && written.length() <= left) {
                text.append(written);
            }
        }
        return LogCleaner.head(text.toString(), most);
    }

    private static String written(Section section, int most) {
        StringBuilder text = new StringBuilder();
        if (!section.title.isEmpty()) {
            text.append("--- ").append(section.title).append('\n');
        }
        text.append(fitted(section.lines, section.key, most - text.length()));
        return text.length() <= most ? text.toString() : "";
    }

    /** Head, the key line and tail of some lines. */
    static String fitted(List<String> lines, int key, int most) {
        String whole = String.join("\n", lines) + "\n";
        if (whole.length() <= most) {
            return whole;
        }
        String must = LogCleaner.shortened(lines.get(key), Math.max(0, most / 2)) + "\n";
        int left = most - must.length() - 60;
        int head = 0;
        int used = 0;
        while (head < key && used + lines.get(head).length() + 1 <= left / 2) {
            used += lines.get(head++).length() + 1;
        }
        int tail = lines.size();
        while (tail > key + 1 && used + lines.get(tail - 1).length() + 1 <= left) {
            used += lines.get(--tail).length() + 1;
        }
        StringBuilder text = new StringBuilder();
        lines.subList(0, head).forEach(line -> text.append(line).append('\n'));
        gap(key - head, text);
        text.append(must);
        gap(tail - key - 1, text);
        lines.subList(tail, lines.size()).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void gap(int lines, StringBuilder text) {
        if (lines > 0) {
            text.append("… ").append(lines).append(" lines left out\n");
        }
    }
}
