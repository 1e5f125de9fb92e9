package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests of RSpec (ids as {@code rspec} takes them: file and line), Minitest and PHPUnit. */
final class RubyTestReader implements LogReader {
    private static final int MOST_LINES = 120;

    private static final Pattern RSPEC = Pattern.compile("^ {2}\\d+\\) (?<name>\\S.*)$");
    private static final Pattern RERUN =
            Pattern.compile("^rspec (?<id>'?\\S+?(?::\\d+|\\[[\\d:]+\\])'?)(?: +# (?<name>.*))?$");
    private static final Pattern MINITEST = Pattern.compile("^ {2}\\d+\\) (?:Failure|Error):$");
    private static final Pattern MINITEST_NAME = Pattern.compile("^(?<name>[\\w:]+#\\w+)(?: \\[.*\\])?:?$");
    private static final Pattern PHPUNIT = Pattern.compile("^\\d+\\) (?<name>[\\w\\\\]+::\\w+)(?: with data set .*)?$");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (MINITEST.matcher(line).matches() && at + 1 < lines.size()) {
            Matcher name = MINITEST_NAME.matcher(lines.get(at + 1));
            return name.matches() ? Optional.of(numbered(name.group("name"), lines, at, at + 2)) : Optional.empty();
        }
        Matcher php = PHPUNIT.matcher(line);
        return php.matches() ? Optional.of(numbered(php.group("name"), lines, at, at + 1)) : Optional.empty();
    }

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>(LogReader.super.read(lines));
        Map<String, String> ids = new HashMap<>();
        for (String line : lines) {
            Matcher rerun = RERUN.matcher(line);
            if (line.startsWith("rspec ") && rerun.matches() && rerun.group("name") != null) {
                ids.putIfAbsent(rerun.group("name"), rerun.group("id").replace("'", ""));
            }
        }
        for (int at = 0; at < lines.size() && !ids.isEmpty(); at++) {
            Matcher rspec = RSPEC.matcher(lines.get(at));
            if (rspec.matches() && ids.containsKey(rspec.group("name").strip())) {
                findings.add(numbered(ids.get(rspec.group("name").strip()), lines, at, at + 1));
            }
        }
        return findings;
    }

    private static Finding numbered(String id, List<String> lines, int at, int from) {
        int end = Lines.until(
                lines,
                from,
                MOST_LINES,
                next -> RSPEC.matcher(next).matches()
                        || PHPUNIT.matcher(next).matches()
                        || next.startsWith("Finished in ")
                        || next.matches("^\\d+ (?:runs|examples|tests),.*"));
        List<String> told = new ArrayList<>(Traces.condensed(Lines.trimmed(lines, from, end)));
        if (told.isEmpty()) {
            told.add(lines.get(at));
        }
        boolean rspec = told.get(0).strip().startsWith("Failure/Error:");
        int blank = rspec ? Lines.until(told, 1, told.size(), String::isBlank) : -1;
        int message = blank + 1 < told.size() ? blank + 1 : 0;
        return Finding.test(id, told, Lines.keys(Traces.keys(told), message, 0), at, end);
    }
}
