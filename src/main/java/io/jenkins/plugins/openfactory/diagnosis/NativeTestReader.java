package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests of {@code cargo test}, {@code dotnet test}, GoogleTest and CTest. */
final class NativeTestReader implements LogReader {
    private static final int MOST_LINES = 300;

    private static final Pattern CARGO = Pattern.compile("^---- (?<name>\\S+(?: \\(line \\d+\\))?) stdout ----$");
    private static final Pattern CARGO_VERDICT = Pattern.compile("^test (?<name>\\S+)(?: - .*)? \\.\\.\\. FAILED$");
    private static final Pattern CARGO_END = Pattern.compile("^(?:---- \\S+ stdout ----|failures:|test result: .*)$");
    private static final Pattern PANICKED = Pattern.compile("^thread '.*' (?:\\(\\d+\\) )?panicked at .*");
    private static final Pattern DOTNET = Pattern.compile(
            "^\\s*(?:\\[xUnit[^\\]]*\\]\\s+(?<xunit>\\S+.*?) \\[FAIL\\]|(?:Failed|failed|X) (?<name>[\\w.+`]+(?:\\(.*\\))?)(?: ?[\\[(](?:< )?[\\d.,]+ ?m?s[^\\])]*[\\])])?)$");
    private static final Pattern GTEST =
            Pattern.compile("^\\[ {2}FAILED {2}\\] (?<name>[\\w/.]+\\.\\w+[\\w/]*)(?:, where .*?)? \\(\\d+ ms\\)$");
    private static final Pattern CTEST = Pattern.compile(
            "^\\s+\\d+ - (?<name>\\S+) \\((?:Failed|Timeout|SEGFAULT|.*Exception.*|Subprocess aborted|Not Run)\\).*$");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        Matcher cargo = CARGO.matcher(line);
        if (line.startsWith("---- ") && cargo.matches()) {
            int end = Lines.until(
                    lines, at + 1, MOST_LINES, next -> CARGO_END.matcher(next).matches());
            return Optional.of(rust(cargo.group("name"), lines, at, end));
        }
        Matcher gtest = GTEST.matcher(line);
        if (line.startsWith("[  FAILED  ]") && gtest.matches()) {
            return Optional.of(gtest(gtest.group("name"), lines, at));
        }
        Matcher ctest = CTEST.matcher(line);
        if (line.endsWith(")") && ctest.matches()) {
            return Optional.of(finding(ctest.group("name"), List.of(line.strip()), at, at + 1));
        }
        Matcher verdict = CARGO_VERDICT.matcher(line);
        if (line.endsWith("FAILED") && verdict.matches()) {
            return Optional.of(finding(verdict.group("name"), List.of(line), at, at + 1));
        }
        return dotnet(lines, at);
    }

    private static Finding rust(String name, List<String> lines, int at, int end) {
        List<String> told = Traces.condensed(Lines.trimmed(lines, at + 1, end));
        int panicked = 0;
        while (panicked < told.size() && !PANICKED.matcher(told.get(panicked)).matches()) {
            panicked++;
        }
        if (panicked + 1 >= told.size()) {
            return finding(name, told.isEmpty() ? List.of(lines.get(at)) : told, at, end);
        }
        return Finding.test(name, told, Lines.keys(Traces.keys(told), panicked + 1, panicked), at, end);
    }

    private static Optional<Finding> dotnet(List<String> lines, int at) {
        String line = lines.get(at);
        Matcher matcher =
                line.contains("ailed ") || line.contains("[FAIL]") || line.contains("X ") ? DOTNET.matcher(line) : null;
        if (matcher == null || !matcher.matches()) {
            return Optional.empty();
        }
        boolean xunit = matcher.group("xunit") != null;
        int end = Lines.until(
                lines,
                at + 1,
                MOST_LINES,
                next -> DOTNET.matcher(next).matches()
                        || next.isBlank()
                        || next.matches("^\\s*(?:Passed|Skipped|Total tests|Test Run|Failed!).*"));
        List<String> told = new ArrayList<>();
        for (String next : lines.subList(at + 1, end)) {
            if (!next.strip().equals("Error Message:")) {
                told.add(xunit ? next.replaceFirst("^\\[xUnit[^\\]]*\\] ", "") : next);
            }
        }
        if (told.isEmpty() && !xunit) {
            return Optional.empty();
        }
        String name = xunit ? matcher.group("xunit") : matcher.group("name");
        int arguments = name.indexOf('(');
        String id = arguments > 0 ? name.substring(0, arguments) : name;
        return Optional.of(finding(id, told.isEmpty() ? List.of(line.strip()) : Traces.condensed(told), at, end));
    }

    /** GoogleTest tells what failed between the test's start and its verdict. */
    private static Finding gtest(String name, List<String> lines, int at) {
        int from = at;
        String start = "[ RUN      ] " + name;
        while (from > 0 && at - from < MOST_LINES && !lines.get(from).equals(start)) {
            from--;
        }
        List<String> told = lines.get(from).equals(start) ? lines.subList(from + 1, at) : List.of();
        return finding(name, told.isEmpty() ? List.of(lines.get(at)) : told, from, at + 1);
    }

    private static Finding finding(String id, List<String> told, int at, int end) {
        return Finding.test(id, told, Lines.keys(Traces.keys(told), 0), at, end);
    }
}
