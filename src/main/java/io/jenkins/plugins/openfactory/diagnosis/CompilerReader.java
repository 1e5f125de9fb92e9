package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads compiler diagnostics: javac, Maven's compiler plugin, kotlinc, gcc and clang with their linker, rustc, tsc,
 * the .NET compilers, the Go compiler and ESLint.
 */
final class CompilerReader implements LogReader {
    private static final int MOST_DETAIL = 14;

    /** A tool's form of a diagnostic; the groups {@code path} and {@code message} make its identity. */
    private enum Form {
        MAVEN("^\\[ERROR\\] (?<path>[^\\s:][^:]*\\.\\w+):\\[\\d+(?:,\\d+)?\\] (?<message>.+)$"),
        KOTLIN("^e: (?:file://)?(?<path>\\S+?\\.kts?):(?: \\()?\\d+[:,] ?\\d+\\)?:? (?<message>.+)$"),
        RUST("^error(?:\\[E\\d+\\])?: (?<message>(?!could not compile|test failed|aborting due).+)$"),
        TSC("^(?<path>[^\\s(][^(]*\\.[cm]?[jt]sx?)(?:\\(\\d+,\\d+\\):|:\\d+:\\d+ -) error (?<message>TS\\d+: .+)$"),
        DOTNET(
                "^\\s*(?<path>\\S[^(]*)\\(\\d+,\\d+(?:,\\d+,\\d+)?\\): error (?<message>[A-Z]+\\d+: .+?)(?: \\[.+proj\\])?$"),
        JAVAC("^(?<path>\\S.*?\\.\\w+):\\d+: error: (?<message>.+)$"),
        GCC("^(?<path>[^\\s:][^:]*):\\d+(?::\\d+)?: (?:fatal )?error: (?<message>.+)$"),
        GO("^(?:vet: )?(?<path>(?:\\./|\\.\\./)?[^\\s:]+\\.go):\\d+:\\d+: (?<message>.+)$"),
        LINKER(
                "^(?:\\S*ld: )?(?<path>[^\\s:][^:]*):(?:\\([^)]*\\):|\\d+:)? (?<message>(?:undefined reference to|multiple definition of) .+)$");

        private final Pattern pattern;

        Form(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    @Override
    public List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.length() < 8 || line.length() >= LogCleaner.LONGEST_LINE) {
                continue;
            }
            for (Form form : Form.values()) {
                Matcher matcher = form.pattern.matcher(line);
                if (matcher.matches()) {
                    if (seen.add(line)) {
                        findings.add(finding(form, matcher, lines, at));
                    }
                    break;
                }
            }
        }
        return findings;
    }

    private static Finding finding(Form form, Matcher matcher, List<String> lines, int at) {
        int end = end(form, lines, at);
        String path = form == Form.RUST ? "" : matcher.group("path");
        return Finding.compiler(
                lines.get(at).strip(), lines.subList(at + 1, end), path + "\n" + matcher.group("message"), at, end);
    }

    /** The lines that belong to a diagnostic: quoted source, carets and notes are indented or blank-separated. */
    private static int end(Form form, List<String> lines, int at) {
        int end = at + 1;
        while (end < lines.size() && end - at <= MOST_DETAIL) {
            String line = lines.get(end);
            boolean belongs = form == Form.RUST
                    ? !line.isBlank()
                    : line.startsWith(" ") || line.startsWith("\t") || line.startsWith("[ERROR]   ");
            if (!belongs) {
                break;
            }
            end++;
        }
        return end;
    }
}
