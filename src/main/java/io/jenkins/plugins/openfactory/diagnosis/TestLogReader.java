package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests from the console output of surefire and Python's unittest. */
final class TestLogReader implements LogReader {
    private static final Pattern SUREFIRE = Pattern.compile(
            "^\\[ERROR\\] (?<class>[\\w.$]+)\\.(?<method>[\\w$]+)(?:\\([^)]*\\))?(?:\\[[^\\]]*\\])? -- Time elapsed: .* <<< (?:FAILURE|ERROR)!$");
    private static final Pattern UNITTEST =
            Pattern.compile("^(?:FAIL|ERROR): (?<method>\\w+) \\((?<class>[\\w.]+)\\)(?: .*)?$");

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            int from = at;
            surefire(lines, from).or(() -> unittest(lines, from)).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> surefire(List<String> lines, int at) {
        Matcher matcher = SUREFIRE.matcher(lines.get(at));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = at + 1;
        while (end < lines.size()
                && !lines.get(end).isBlank()
                && !lines.get(end).startsWith("[")) {
            end++;
        }
        String id = matcher.group("class") + "#" + matcher.group("method");
        List<String> trace = lines.subList(at + 1, end);
        String headline = trace.isEmpty() ? lines.get(at) : trace.get(0);
        List<String> rest = trace.isEmpty() ? List.of() : trace.subList(1, trace.size());
        return Optional.of(Finding.test(id, headline, Traces.condensed(rest), id + "\n" + headline, at, end));
    }

    private static Optional<Finding> unittest(List<String> lines, int at) {
        Matcher matcher = UNITTEST.matcher(lines.get(at));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = at + 1;
        while (end < lines.size()
                && !lines.get(end).startsWith("=====")
                && !lines.get(end).startsWith("Ran ")) {
            end++;
        }
        String method = matcher.group("method");
        String owner = matcher.group("class");
        String id = owner.endsWith("." + method) ? owner : owner + "." + method;
        String headline = lines.subList(at, end).stream()
                .filter(line -> line.matches("^\\w[\\w.]*(?:Error|Exception|Failure)\\b.*"))
                .reduce((first, second) -> second)
                .orElse(lines.get(at));
        List<String> detail = lines.subList(at + 1, end).stream()
                .filter(line -> !line.startsWith("-----"))
                .toList();
        return Optional.of(Finding.test(id, headline, detail, id + "\n" + headline, at, end));
    }
}
