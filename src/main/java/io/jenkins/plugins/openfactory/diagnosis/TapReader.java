package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Test Anything Protocol, versions 13 and 14 with subtests, and the spec reporter of {@code node --test}. */
final class TapReader implements LogReader {
    private static final int MOST_LINES = 300;

    private static final Pattern NOT_OK = Pattern.compile("^(?<indent> *)not ok(?: \\d+)?(?: -)?(?: (?<name>.*))?$");
    private static final Pattern SUBTEST = Pattern.compile("^(?<indent> *)# Subtest: (?<name>.+)$");
    private static final Pattern EXCUSED = Pattern.compile("(?i).* # (?:todo|skip)\\b.*");
    private static final Pattern NODE_LOCATION = Pattern.compile("^ *location: '(?<file>.+?):\\d+:\\d+'$");
    private static final Pattern THROWN = Pattern.compile("^(?:Uncaught )?\\w*Error\\b.*");
    private static final Pattern SPEC_LOCATION = Pattern.compile("^test at (?<file>.+?):\\d+:\\d+$");
    private static final Pattern SPEC = Pattern.compile("^✖ (?<name>.+?)(?: \\([\\d.]+ms\\))?$");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        Matcher location = SPEC_LOCATION.matcher(lines.get(at));
        if (at + 1 >= lines.size() || !location.matches()) {
            return Optional.empty();
        }
        Matcher test = SPEC.matcher(lines.get(at + 1));
        if (!test.matches()) {
            return Optional.empty();
        }
        int end = Lines.until(lines, at + 2, MOST_LINES, next -> !next.isBlank() && !next.startsWith(" "));
        String id = TestIds.inFile(location.group("file"), test.group("name"));
        return Optional.of(finding(id, lines.subList(at + 2, end), at, end));
    }

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>(LogReader.super.read(lines));
        Deque<String> parents = new ArrayDeque<>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            Matcher subtest = SUBTEST.matcher(line);
            if (subtest.matches()) {
                unwind(parents, subtest.group("indent").length() / 4);
                parents.addLast(subtest.group("name"));
                continue;
            }
            Matcher failed = line.contains("not ok") && !EXCUSED.matcher(line).matches() ? NOT_OK.matcher(line) : null;
            if (failed != null && failed.matches()) {
                int depth = failed.group("indent").length() / 4;
                unwind(parents, depth);
                tap(parents, failed, lines, at).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static void unwind(Deque<String> parents, int depth) {
        while (parents.size() > depth) {
            parents.removeLast();
        }
    }

    /** A failed test point; one that only sums up its subtests tells nothing new. */
    private static Optional<Finding> tap(Deque<String> parents, Matcher failed, List<String> lines, int at) {
        String indent = failed.group("indent");
        int end = at + 1;
        if (end < lines.size() && lines.get(end).strip().equals("---")) {
            end = Math.min(
                    lines.size(),
                    1 + Lines.until(lines, end, MOST_LINES, next -> next.strip().equals("...")));
        } else {
            end = Lines.until(
                    lines,
                    end,
                    30,
                    next -> !next.startsWith(indent + "#")
                            || SUBTEST.matcher(next).matches());
        }
        List<String> block = lines.subList(at, end);
        if (block.stream().anyMatch(line -> line.contains("failureType: 'subtestsFailed'"))) {
            return Optional.empty();
        }
        String file = block.stream()
                .map(NODE_LOCATION::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group("file"))
                .findFirst()
                .orElse("");
        String name = failed.group("name") == null ? "" : failed.group("name").strip();
        List<String> names = new ArrayList<>(parents);
        names.add(name);
        if (name.equals(file) && !file.isEmpty()) {
            int from = commentsBefore(lines, at);
            List<String> told = new ArrayList<>();
            lines.subList(from, at).forEach(line -> told.add(line.startsWith("# ") ? line.substring(2) : line));
            told.addAll(block);
            return Optional.of(finding(TestIds.inFile(file, ""), told, from, end));
        }
        return Optional.of(finding(TestIds.inFile(file, String.join(" ", names)), block, at, end));
    }

    /** Where a whole file fails, what it printed to standard error stands before as comments. */
    private static int commentsBefore(List<String> lines, int at) {
        int from = at;
        while (from > 0 && at - from < 60 && lines.get(from - 1).startsWith("#")) {
            from--;
        }
        return from;
    }

    private static Finding finding(String id, List<String> block, int at, int end) {
        List<String> told = Traces.condensed(Lines.trimmed(block));
        if (told.isEmpty()) {
            told.add(id);
        }
        int thrown = Lines.first(told, line -> THROWN.matcher(line).matches());
        int error =
                thrown >= 0 ? thrown : Lines.first(told, line -> line.strip().startsWith("error:"));
        boolean multiLine = error >= 0 && told.get(error).endsWith("-");
        int message = multiLine && error + 1 < told.size() ? error + 1 : error;
        int location = Lines.first(told, line -> line.strip().startsWith("location:"));
        int more = multiLine ? nextSaid(told, message + 1) : -1;
        return Finding.test(
                id, told, Lines.keys(Traces.keys(told), message < 0 ? 0 : message, more, location, 0), at, end);
    }

    private static int nextSaid(List<String> told, int from) {
        int at = Lines.until(told, from, 4, line -> !line.isBlank());
        return at < told.size() ? at : -1;
    }
}
