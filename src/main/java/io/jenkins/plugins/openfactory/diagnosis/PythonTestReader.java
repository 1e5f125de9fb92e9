package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests of pytest (with and without its short summary) and of unittest. */
final class PythonTestReader implements LogReader {
    private static final int MOST_LINES = 600;

    private static final Pattern UNITTEST =
            Pattern.compile("^(?:FAIL|ERROR): (?<method>[\\w.]+) \\((?<class>[\\w.<>]+)\\)(?: .*)?$");
    private static final Pattern BLOCK = Pattern.compile("^_{3,} (?<name>.+?) _{3,}$");
    private static final Pattern SUMMARY =
            Pattern.compile("^(?:FAILED|ERROR|SUBFAIL(?:ED)?\\S*) (?<id>\\S+?\\.py(?:::.+?)?)(?: - (?<message>.*))?$");
    private static final Pattern VERBOSE =
            Pattern.compile("^(?<id>\\S+\\.py::.+?) (?:FAILED|ERROR)(?: +\\[ *\\d+%\\])?$");
    private static final Pattern LOCATION = Pattern.compile("^\\S+\\.py:\\d+: \\S.*$");
    private static final Pattern RAISED =
            Pattern.compile("^\\w[\\w.]*(?:Error|Exception|Failure|Warning|Interrupt|Exit)\\b.*|^AssertionError.*");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        return unittest(lines, at);
    }

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>(LogReader.super.read(lines));
        Map<String, String> ids = ids(lines);
        Map<String, Finding> told = new HashMap<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher block = BLOCK.matcher(lines.get(at));
            if (lines.get(at).startsWith("___") && block.matches()) {
                String name = plainName(block.group("name"));
                Finding finding = pytest(ids.getOrDefault(name, name), lines, at);
                if (told.putIfAbsent(name, finding) == null) {
                    findings.add(finding);
                }
                at = Math.max(at, finding.to() - 1);
            }
        }
        addSummaries(lines, told, findings);
        return findings;
    }

    /** Failures that only the short summary tells, for instance with {@code --tb=no}. */
    private static void addSummaries(List<String> lines, Map<String, Finding> told, List<Finding> findings) {
        for (int at = 0; at < lines.size(); at++) {
            Matcher summary = SUMMARY.matcher(lines.get(at));
            if (isSummary(lines.get(at)) && summary.matches()) {
                String id = summary.group("id");
                if (!told.containsKey(inner(id))) {
                    findings.add(Finding.test(id, List.of(lines.get(at)), List.of(0), at, at + 1));
                } else {
                    Finding known = told.get(inner(id));
                    findings.add(new Finding(
                            known.kind(), known.test(), known.lines(), known.keys(), known.identity(), at, at + 1));
                }
            }
        }
    }

    private static boolean isSummary(String line) {
        return line.startsWith("FAILED ") || line.startsWith("ERROR ") || line.startsWith("SUBFAIL");
    }

    /** Node ids by the name that the block of the same test has. */
    private static Map<String, String> ids(List<String> lines) {
        Map<String, String> ids = new HashMap<>();
        for (String line : lines) {
            if (!line.contains(".py")) {
                continue;
            }
            for (Pattern pattern : List.of(SUMMARY, VERBOSE)) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.matches()) {
                    ids.putIfAbsent(inner(matcher.group("id")), matcher.group("id"));
                }
            }
        }
        return ids;
    }

    /** {@code tests/test_a.py::TestA::test_b} is headed {@code TestA.test_b}. */
    private static String inner(String id) {
        int colons = id.indexOf("::");
        return colons < 0 ? id : id.substring(colons + 2).replace("::", ".");
    }

    private static String plainName(String heading) {
        String name = heading.replaceFirst("^ERROR (?:at (?:setup|teardown) of|collecting) ", "");
        return name.replaceFirst(" \\([^)]*=[^)]*\\)$", "");
    }

    private static Finding pytest(String id, List<String> lines, int at) {
        int end = Lines.until(
                lines,
                at + 1,
                MOST_LINES,
                next -> next.startsWith("=====")
                        || next.startsWith("____") && BLOCK.matcher(next).matches()
                        || next.startsWith("!!!!!"));
        List<String> told = Traces.condensed(Lines.trimmed(lines, at + 1, end));
        if (told.isEmpty()) {
            return Finding.test(id, List.of(lines.get(at)), List.of(0), at, end);
        }
        int error = Lines.first(told, line -> line.startsWith("E  "));
        int location = Lines.last(told, line -> LOCATION.matcher(line).matches());
        int source = Lines.last(told, line -> line.startsWith(">"));
        int raised = Lines.last(told, line -> RAISED.matcher(line).matches());
        int message = error >= 0 ? error : Math.max(0, raised);
        return Finding.test(id, told, Lines.keys(List.of(), message, source, location), at, end);
    }

    private static Optional<Finding> unittest(List<String> lines, int at) {
        Matcher matcher = UNITTEST.matcher(lines.get(at));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = Lines.until(lines, at + 1, MOST_LINES, next -> next.startsWith("=====") || next.startsWith("Ran "));
        String method = matcher.group("method");
        String owner = matcher.group("class");
        String id = owner.startsWith("unittest.loader.")
                ? method
                : owner.endsWith("." + method) ? owner : owner + "." + method;
        List<String> block = lines.subList(at, end).stream()
                .filter(line -> !line.startsWith("-----"))
                .toList();
        List<String> told = Traces.condensed(Lines.trimmed(block, 0, block.size()));
        int raised = Math.max(0, Lines.last(told, line -> RAISED.matcher(line).matches()));
        return Optional.of(Finding.test(id, told, Lines.keys(Traces.keys(told), raised), at, end));
    }
}
