package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads failing tests of {@code go test}, plain and with {@code -v}, and panics in them. Ids are {@code package#Test/sub}
 * with the import path as printed, without the package where the output does not tell it.
 */
final class GoTestReader implements LogReader {
    private static final int MOST_LINES = 300;

    private static final Pattern FAIL = Pattern.compile("^(?<indent> *)--- FAIL: (?<name>\\S+) \\([\\d.]+s\\)$");
    private static final Pattern RUN = Pattern.compile("^=== (?:RUN|CONT|PAUSE|NAME) +(?<name>\\S+)$");
    private static final Pattern PACKAGE = Pattern.compile("^(?:FAIL|ok  )\\t(?<package>\\S+)(?:\\t.*| \\[.+\\])$");
    private static final Pattern MESSAGE = Pattern.compile("^\\s+\\S+\\.go:\\d+:(?: .*)?$");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        return Optional.empty();
    }

    @Override
    public List<Finding> read(List<String> lines) {
        Set<String> parents = parents(lines);
        String[] packages = packages(lines);
        List<Finding> findings = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            Matcher fail = line.contains("--- FAIL: ") ? FAIL.matcher(line) : null;
            if (fail != null && fail.matches() && (!parents.contains(fail.group("name")) || hasMessage(lines, at))) {
                findings.add(finding(fail.group("name"), packages, lines, at));
            }
        }
        return findings;
    }

    private static Set<String> parents(List<String> lines) {
        Set<String> parents = new HashSet<>();
        for (String line : lines) {
            Matcher fail = line.contains("--- FAIL: ") ? FAIL.matcher(line) : null;
            if (fail != null && fail.matches()) {
                String name = fail.group("name");
                for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
                    parents.add(name.substring(0, slash));
                }
            }
        }
        return parents;
    }

    private static boolean hasMessage(List<String> lines, int at) {
        return at + 1 < lines.size() && MESSAGE.matcher(lines.get(at + 1)).matches();
    }

    private static Finding finding(String name, String[] packages, List<String> lines, int at) {
        int end = Lines.until(
                lines,
                at + 1,
                MOST_LINES,
                next -> FAIL.matcher(next).matches()
                        || RUN.matcher(next).matches()
                        || next.startsWith("FAIL")
                        || next.startsWith("ok  \t")
                        || next.startsWith("PASS")
                        || next.matches("^ *--- (?:PASS|SKIP): .*"));
        int start = startOf(name, lines, at);
        List<String> told = new ArrayList<>(ownMessages(name, lines, start, at));
        told.addAll(Traces.condensed(Lines.trimmed(lines, at + 1, end)));
        if (told.isEmpty()) {
            told.add(lines.get(at));
        }
        int panic = Lines.first(told, line -> line.startsWith("panic: "));
        int message = Lines.first(told, line -> MESSAGE.matcher(line).matches());
        List<Integer> keys = Lines.keys(Traces.keys(told), panic, message, panic < 0 && message < 0 ? 0 : -1);
        if (message >= 0 && told.get(message).endsWith(":")) {
            keys.add(Math.min(told.size() - 1, message + 2));
        }
        String where = at < packages.length && packages[at] != null ? packages[at] : "";
        String id = TestIds.inFile(where, name);
        return Finding.test(id, told, keys, start, end);
    }

    /** With {@code -v} a test's messages stand between its last start and its verdict. */
    private static int startOf(String name, List<String> lines, int at) {
        for (int from = at - 1; from >= Math.max(0, at - MOST_LINES); from--) {
            Matcher run = RUN.matcher(lines.get(from));
            if (run.matches() && run.group("name").equals(name)) {
                return from;
            }
        }
        return at;
    }

    private static List<String> ownMessages(String name, List<String> lines, int start, int at) {
        List<String> messages = new ArrayList<>();
        boolean own = true;
        for (String line : lines.subList(Math.min(start + 1, at), at)) {
            Matcher run = RUN.matcher(line);
            if (run.matches()) {
                own = run.group("name").equals(name);
            } else if (own && line.startsWith("    ") && !line.contains("--- ")) {
                messages.add(line);
            }
        }
        return messages;
    }

    /** For each line the package whose verdict comes next; an empty array where there is none at all. */
    private static String[] packages(List<String> lines) {
        String[] packages = new String[0];
        String next = "";
        for (int at = lines.size() - 1; at >= 0; at--) {
            Matcher matcher = PACKAGE.matcher(lines.get(at));
            if (matcher.matches()) {
                next = matcher.group("package");
                packages = packages.length == 0 ? new String[lines.size()] : packages;
            }
            if (packages.length > 0) {
                packages[at] = next;
            }
        }
        return packages;
    }
}
