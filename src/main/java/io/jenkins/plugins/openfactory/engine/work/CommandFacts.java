package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a planner reads of the command policy: the programs that are on the machine, with examples of those that the
 * repository's files suggest, and without examples of what was tried and does not run.
 */
final class CommandFacts {
    private static final Map<String, Predicate<String>> SUGGESTED_BY = suggestions();

    private final StageContext context;
    private final List<String> paths;
    private final Set<String> missing;
    private final boolean pytest;

    private CommandFacts(StageContext context, List<String> paths, Set<String> missing) {
        this.context = context;
        this.paths = paths;
        this.missing = missing;
        this.pytest = PythonTests.pytestMatters(context);
    }

    /** @param missing programs and modules that do not run, by their last word */
    static String of(StageContext context, Set<String> missing) {
        List<String> paths = context.doors().git().paths(context.config().baseCommit());
        return new CommandFacts(context, paths, missing).text();
    }

    private String text() {
        Map<String, String> examples = new TreeMap<>(context.doors().commands().examples());
        List<String> shown = new ArrayList<>();
        Set<String> others = new TreeSet<>();
        Set<String> reading = new TreeSet<>();
        examples.forEach((rule, lines) -> {
            List<String> all = List.of(lines.split(", "));
            List<String> good = all.stream().filter(this::fits).toList();
            if (lines.isEmpty()) {
                Stream.of(rule).filter(this::suggested).forEach(reading::add);
            } else if (good.isEmpty()) {
                others.add(all.get(0).split(" ")[0]);
            } else {
                shown.add(String.join(", ", good));
            }
        });
        others.removeAll(missing);
        return "The command policy allows these programs, for instance so, with the usual options of a test or a build:\n"
                + shown.stream().map(line -> "- " + line + "\n").collect(Collectors.joining())
                + (others.isEmpty() || !shown.isEmpty() ? "" : "- " + String.join(", ", others) + "\n")
                + (reading.isEmpty() ? "" : "- to look at files: " + String.join(", ", reading) + "\n");
    }

    /** Whether the repository's files speak of a program; of one that is of no language they need not. */
    private boolean suggested(String program) {
        return paths.stream().anyMatch(SUGGESTED_BY.getOrDefault(program, path -> true));
    }

    private boolean fits(String example) {
        List<String> words = List.of(example.split(" "));
        return suggested(words.get(0))
                && (pytest || !words.contains("pytest"))
                && words.stream().noneMatch(missing::contains)
                && (!words.get(0).equals("npx") || packaged(words));
    }

    /** Whether the package file names the tool that npx is to run. */
    private boolean packaged(List<String> words) {
        return context.doors()
                .git()
                .tree(context.config().baseCommit())
                .entry("package.json")
                .map(FileTree.Entry::content)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> words.stream()
                        .skip(1)
                        .filter(word -> !word.startsWith("-"))
                        .limit(1)
                        .anyMatch(tool -> text.contains("\"" + (tool.equals("tsc") ? "typescript" : tool) + "\"")))
                .isPresent();
    }

    private static Map<String, Predicate<String>> suggestions() {
        Map<String, Predicate<String>> hints = new TreeMap<>();
        Stream.of(new String[][] {
                    {"java javac jar", ".*\\.(?:java|kt|scala|groovy)"},
                    {"mvn", "(?:.*/)?pom\\.xml"},
                    {"gradle", "(?:.*/)?build\\.gradle(?:\\.kts)?"},
                    {"make", "(?:.*/)?(?:[Mm]akefile|GNUmakefile)"},
                    {"node", "(?:.*/)?package\\.json|.*\\.[cm]?[jt]sx?"},
                    {"npm npx", "(?:.*/)?package\\.json"},
                    {"python python3 pytest", ".*\\.py"},
                    {"pip", "(?:.*/)?(?:requirements[^/]*\\.txt|pyproject\\.toml|setup\\.(?:py|cfg))"},
                    {"go gofmt", ".*\\.go|(?:.*/)?go\\.mod"},
                    {"cargo", ".*\\.rs|(?:.*/)?Cargo\\.toml"},
                    {"cmake ctest", "(?:.*/)?CMakeLists\\.txt"},
                    {"dotnet", ".*\\.(?:cs|fs|csproj|fsproj|sln)"}
                })
                .forEach(hint -> Stream.of(hint[0].split(" "))
                        .forEach(program -> hints.put(program, path -> path.matches(hint[1]))));
        return hints;
    }
}
