package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads compiler and linter diagnostics: javac, Maven's compiler plugin, kotlinc, gcc and clang with their linker,
 * rustc, tsc, the .NET compilers, the Go compiler, ESLint, and linters that name a file, a line and a rule.
 */
final class CompilerReader implements LogReader {
    private static final int MOST_DETAIL = 16;
    private static final Pattern RULE =
            Pattern.compile("^[^\\s:][^:]*:\\d+(?::\\d+)?:? (?:\\[?[A-Z]|Suggestion|convention|style)");

    /** A tool's form of a diagnostic; the groups {@code path} and {@code message} make its identity. */
    private enum Form {
        MAVEN(
                "^\\[ERROR\\] (?:COMPILATION ERROR : )?(?<path>[^\\s:][^:]*\\.\\w+):\\[\\d+(?:,\\d+)?\\] (?<message>.+)$"),
        KOTLIN("^e: (?:file://)?(?<path>\\S+?\\.kts?):(?: \\()?\\d+[:,] ?\\d+\\)?:? (?<message>.+)$"),
        RUST(
                "^error(?<path>)(?:\\[E\\d+\\])?: (?<message>(?!could not compile|test failed|aborting due|process didn't|linking with).+)$"),
        TSC("^(?<path>[^\\s(][^(]*\\.[cm]?[jt]sx?)(?:\\(\\d+,\\d+\\):|:\\d+:\\d+ -) error (?<message>TS\\d+: .+)$"),
        DOTNET(
                "^\\s*(?<path>\\S[^(]*)\\(\\d+,\\d+(?:,\\d+,\\d+)?\\): error (?<message>[A-Z]+\\d+: .+?)(?: \\[.+proj.*\\])?$"),
        JAVAC("^(?:\\[\\w+\\] )?(?<path>[^\\s:][^:]*\\.(?:java|kt|groovy|scala)):\\d+: error: (?<message>.+)$"),
        GCC("^(?<path>[^\\s:][^:]*):\\d+(?::\\d+)?: (?:fatal )?error: (?<message>.+)$"),
        GO("^(?:vet: )?(?<path>(?:\\./|\\.\\./)?[^\\s:]+\\.go):\\d+:\\d+: (?<message>.+)$"),
        LINKER(
                "^(?:\\S*ld(?:\\.\\w+)?: )?(?<path>[^\\s:][^:]*):(?:\\([^)]*\\):|\\d+:)? (?<message>(?:undefined reference to|multiple definition of) .+)$"),
        ESLINT("^ {2}\\d+:\\d+ +error +(?<path>)(?<message>.+)$"),
        LINT(
                "^(?<path>[^\\s:][^:]*\\.\\w+):\\d+(?::\\d+)?:? (?<message>(?:\\[[A-Z]\\]|[A-Z]{1,5}\\d{2,5}\\b|[A-Z]:|Suggestion:|convention:|style:) ?.+)$");

        private final Pattern pattern;

        Form(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (!mayBeDiagnostic(line)) {
            return Optional.empty();
        }
        for (Form form : Form.values()) {
            Matcher matcher = form.pattern.matcher(line);
            if (matcher.matches() && (form != Form.RUST || isRust(lines, at))) {
                return Optional.of(finding(form, matcher, lines, at));
            }
        }
        return Optional.empty();
    }

    private static boolean mayBeDiagnostic(String line) {
        return line.length() >= 8
                && line.length() < LogCleaner.LONGEST_LINE
                && (line.contains("error")
                        || line.contains(".go:")
                        || RULE.matcher(line).find()
                        || line.startsWith("[ERROR] ")
                        || line.startsWith("e: ")
                        || line.contains("undefined reference")
                        || line.contains("multiple definition"));
    }

    private static boolean isRust(List<String> lines, int at) {
        return lines.get(at).startsWith("error[")
                || at + 1 < lines.size() && lines.get(at + 1).stripLeading().startsWith("--> ");
    }

    private static Finding finding(Form form, Matcher matcher, List<String> lines, int at) {
        int end = end(form, lines, at);
        List<String> told = new ArrayList<>(lines.subList(at, end));
        String path = matcher.group("path");
        if (form == Form.ESLINT) {
            path = eslintFile(lines, at);
            told.set(0, path + ":" + lines.get(at).strip());
        }
        told.replaceAll(line -> line.startsWith("[ERROR]   ") ? line.substring(8) : line);
        while (told.size() > 1 && told.get(told.size() - 1).isBlank()) {
            told.remove(told.size() - 1);
        }
        String file = path.substring(path.lastIndexOf('/') + 1);
        boolean place = form == Form.RUST && told.size() > 1;
        String identity = file + "\n" + matcher.group("message") + subjects(told);
        return Finding.compiler(told, place ? List.of(0, 1) : List.of(0), identity, at, end);
    }

    /** javac says what it is about in lines of their own. */
    private static String subjects(List<String> told) {
        return told.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("symbol:") || line.startsWith("required:") || line.startsWith("found:"))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    private static String eslintFile(List<String> lines, int at) {
        for (int i = at - 1; i >= 0 && !lines.get(i).isBlank(); i--) {
            if (!lines.get(i).startsWith(" ")) {
                return lines.get(i);
            }
        }
        return "";
    }

    /** The lines that belong to a diagnostic: quoted source, carets and notes. */
    private static int end(Form form, List<String> lines, int at) {
        return switch (form) {
            case ESLINT, DOTNET, KOTLIN, LINT -> at + 1;
            case RUST -> Lines.until(lines, at + 1, 30, String::isBlank);
            case JAVAC -> javacEnd(lines, at);
            case TSC -> tscEnd(lines, at);
            default -> Lines.until(lines, at + 1, MOST_DETAIL, next -> !isIndented(next));
        };
    }

    private static boolean isIndented(String line) {
        return line.startsWith(" ")
                || line.startsWith("\t")
                || line.startsWith("[ERROR]   ")
                || line.contains(": note: ");
    }

    /** The source line of javac is not indented by more than it is in the file; a caret follows. */
    private static int javacEnd(List<String> lines, int at) {
        int caret = Lines.until(lines, at + 1, 6, next -> next.strip().equals("^"));
        if (caret < lines.size() && lines.get(caret).strip().equals("^")) {
            return Lines.until(lines, caret + 1, 8, next -> !next.startsWith("  "));
        }
        return Lines.until(lines, at + 1, 6, next -> !next.startsWith("  "));
    }

    /** With {@code --pretty} a blank line, numbered source and a tilde line follow. */
    private static int tscEnd(List<String> lines, int at) {
        if (at + 2 < lines.size()
                && lines.get(at + 1).isBlank()
                && lines.get(at + 2).matches("\\d+ .*")) {
            return Lines.until(lines, at + 2, MOST_DETAIL, String::isBlank);
        }
        return Lines.until(lines, at + 1, MOST_DETAIL, next -> !isIndented(next));
    }
}
