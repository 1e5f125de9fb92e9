package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests of Jest, Vitest and Mocha. Ids are {@code file#full name}, without the file where it is untold. */
final class JsTestReader implements LogReader {
    private static final int MOST_LINES = 400;

    private static final Pattern FILE = Pattern.compile("^ ?(?:FAIL|PASS) +(?<file>\\S+\\.[cm]?[jt]sx?)(?: .*)?$");
    private static final Pattern JEST = Pattern.compile("^ {2}● (?<name>.+)$");
    private static final Pattern JEST_END = Pattern.compile(
            "^ {2}● .*|^ ?(?:FAIL|PASS) .*|^(?:Test Suites|Tests|Snapshots|Summary of all failing tests).*");
    private static final Pattern VITEST =
            Pattern.compile("^ FAIL +(?:\\|[^|]+\\| )?(?<file>\\S+\\.[cm]?[jt]sx?)(?: > (?<name>.+)| \\[ .+ \\])$");
    private static final Pattern VITEST_END = Pattern.compile("^⎯{3,}.*|^ FAIL .*|^ Test Files .*");
    private static final Pattern MOCHA =
            Pattern.compile("^ {2}(?<number>\\d+)\\) (?<first>(?!Failure:$|Error:$)\\S.*)$");
    private static final Pattern MOCHA_FRAME =
            Pattern.compile("^\\s+at .*?\\(?(?:file://)?(?<file>[^\\s():]+\\.[cm]?[jt]sx?):\\d+:\\d+\\)?$");
    private static final Pattern SOURCE = Pattern.compile("^ *> +\\d+ \\|.*");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (line.startsWith(" FAIL ") && VITEST.matcher(line).matches()) {
            return vitest(lines, at);
        }
        Matcher mocha = MOCHA.matcher(line);
        return mocha.matches() ? mocha(mocha, lines, at) : Optional.empty();
    }

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>(LogReader.super.read(lines));
        String file = "";
        for (int at = 0; at < lines.size(); at++) {
            Matcher heading = FILE.matcher(lines.get(at));
            if (heading.matches()) {
                file = heading.group("file");
            }
            Matcher jest = JEST.matcher(lines.get(at));
            if (jest.matches() && !jest.group("name").equals("Console")) {
                findings.add(jest(file, jest.group("name"), lines, at));
            }
        }
        return findings;
    }

    private static Finding jest(String file, String name, List<String> lines, int at) {
        int end = Lines.until(
                lines, at + 1, MOST_LINES, next -> JEST_END.matcher(next).matches());
        boolean suite = name.startsWith("Test suite failed to run");
        String id = suite ? file : TestIds.inFile(file, name.replace(" › ", " "));
        int from = at + 1;
        if (suite) {
            int details =
                    Lines.until(lines, from, end - from, next -> next.strip().equals("Details:"));
            from = details < end ? details + 1 : from;
        }
        return finding(id, lines, from, at, end);
    }

    private static Optional<Finding> vitest(List<String> lines, int at) {
        Matcher matcher = VITEST.matcher(lines.get(at));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = Lines.until(
                lines, at + 1, MOST_LINES, next -> VITEST_END.matcher(next).matches());
        String name = matcher.group("name");
        String id =
                name == null ? matcher.group("file") : TestIds.inFile(matcher.group("file"), name.replace(" > ", " "));
        return Optional.of(finding(id, lines, at + 1, at, end));
    }

    /** A numbered failure at the end of Mocha's output: titles line by line, the last with a colon. */
    private static Optional<Finding> mocha(Matcher matcher, List<String> lines, int at) {
        StringBuilder name = new StringBuilder(matcher.group("first"));
        int title = at;
        while (!lines.get(title).endsWith(":")
                && title - at < 12
                && title + 1 < lines.size()
                && lines.get(title + 1).startsWith("       ")) {
            title++;
            name.append(' ').append(lines.get(title).strip());
        }
        if (!lines.get(title).endsWith(":")) {
            return Optional.empty();
        }
        name.setLength(name.length() - 1);
        int end = Lines.until(
                lines,
                title + 1,
                MOST_LINES,
                next -> MOCHA.matcher(next).matches() || !next.isBlank() && next.startsWith("npm "));
        String file = lines.subList(title, end).stream()
                .filter(line -> !Traces.isForeign(line))
                .map(MOCHA_FRAME::matcher)
                .filter(Matcher::matches)
                .map(frame -> frame.group("file"))
                .reduce((first, second) -> second)
                .orElse("");
        return Optional.of(finding(TestIds.inFile(file, name.toString()), lines, title + 1, at, end));
    }

    private static Finding finding(String id, List<String> lines, int from, int at, int end) {
        List<String> told = new ArrayList<>(Traces.condensed(Lines.trimmed(lines, from, end)));
        if (told.isEmpty()) {
            told.add(lines.get(at));
        }
        List<Integer> keys = Lines.keys(Traces.keys(told), 0);
        for (int i = 0; i < told.size(); i++) {
            String line = told.get(i).strip();
            if (SOURCE.matcher(told.get(i)).matches() || line.startsWith("Expected:") || line.startsWith("Received:")) {
                keys.add(i);
            }
        }
        return Finding.test(id, told, keys, at, end);
    }
}
