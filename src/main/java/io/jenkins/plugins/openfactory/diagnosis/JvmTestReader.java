package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads failing tests of surefire and failsafe (2.x and 3.x), Gradle, and ScalaTest. */
final class JvmTestReader implements LogReader {
    private static final int MOST_LINES = 400;

    private static final Pattern SUREFIRE = Pattern.compile(
            "^(?:\\[ERROR\\] )?(?<class>[\\w.$]+)\\.(?<method>[^\\s.]\\S*?)(?: --)?\\s+Time elapsed: .*<<< (?:FAILURE|ERROR)!\\s*$");
    private static final Pattern OLD_SUREFIRE = Pattern.compile(
            "^(?:\\[ERROR\\] )?(?<method>[\\w$]\\S*?)\\((?<class>[\\w.$]+)\\)(?: --)?\\s+Time elapsed: .*<<< (?:FAILURE|ERROR)!\\s*$");
    private static final Pattern GRADLE =
            Pattern.compile("^(?<class>[\\w.$]+)(?: > (?<nested>.+?))? > (?<method>[^>]+?) FAILED$");
    private static final Pattern SUMMARY = Pattern.compile(
            "^\\[ERROR\\]   (?<class>[\\w.$]*[A-Z][\\w$]*)\\.(?<method>[a-z_]\\w*)(?:\\([^)]*\\))?(?:\\[[^\\]]*\\])?(?::\\d+)?(?:->\\S+)? (?<message>\\S.*)$");
    private static final Pattern SCALATEST =
            Pattern.compile("^(?:\\[info\\] )?\\s*- (?<method>.+) \\*\\*\\* FAILED \\*\\*\\*.*$");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (line.contains("<<< ")) {
            return surefire(lines, at);
        }
        if (line.endsWith(" FAILED") && line.contains(" > ") && !line.startsWith("> Task")) {
            return gradle(lines, at);
        }
        Matcher summary = line.startsWith("[ERROR]   ") ? SUMMARY.matcher(line) : null;
        if (summary != null && summary.matches()) {
            String id = summary.group("class") + "#" + summary.group("method");
            return Optional.of(Finding.test(id, List.of(line.substring(10)), List.of(0), at, at + 1));
        }
        Matcher scala = SCALATEST.matcher(line);
        if (line.contains("*** FAILED ***") && scala.matches()) {
            int end = Lines.until(lines, at + 1, 20, next -> next.isBlank() || next.contains("- "));
            return Optional.of(finding(scala.group("method"), lines, at + 1, at, end));
        }
        return Optional.empty();
    }

    private static Optional<Finding> surefire(List<String> lines, int at) {
        Matcher matcher = SUREFIRE.matcher(lines.get(at));
        if (!matcher.matches()) {
            matcher = OLD_SUREFIRE.matcher(lines.get(at));
            if (!matcher.matches()) {
                return Optional.empty();
            }
        }
        int end = Lines.until(
                lines,
                at + 1,
                MOST_LINES,
                next -> next.isBlank() || next.startsWith("[INFO]") || next.startsWith("[ERROR]"));
        String id = matcher.group("class") + "#" + TestIds.javaMethod(matcher.group("method"));
        return Optional.of(finding(id, lines, at + 1, at, end));
    }

    private static Optional<Finding> gradle(List<String> lines, int at) {
        Matcher matcher = GRADLE.matcher(lines.get(at));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = Lines.until(
                lines, at + 1, MOST_LINES, next -> !next.isBlank() && !Character.isWhitespace(next.charAt(0)));
        String nested = matcher.group("nested") == null ? "" : matcher.group("nested");
        boolean invocation = nested.contains("(");
        String owner = nested.isEmpty() || invocation ? "" : "$" + nested.replace(" > ", "$");
        String method = TestIds.javaMethod((invocation ? nested : matcher.group("method")).strip());
        return Optional.of(finding(matcher.group("class") + owner + "." + method, lines, at + 1, at, end));
    }

    private static Finding finding(String id, List<String> lines, int from, int at, int end) {
        List<String> told = new ArrayList<>(Traces.condensed(Lines.trimmed(lines, from, end)));
        if (told.isEmpty()) {
            told.add(lines.get(at));
        }
        return Finding.test(id, told, Lines.keys(Traces.keys(told), 0), at, end);
    }
}
