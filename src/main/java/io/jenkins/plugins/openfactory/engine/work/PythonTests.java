package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which of Python's test runners a repository uses, as far as its gates, its settings and its tests tell. */
public final class PythonTests {
    private static final int MOST_FILES = 200;
    private static final Pattern SETTINGS = Pattern.compile(
            "Makefile|makefile|GNUmakefile|pyproject\\.toml|setup\\.(?:cfg|py)|tox\\.ini|noxfile\\.py|requirements[^/]*\\.txt|Pipfile");
    private static final Pattern OWN = Pattern.compile("(?:.*/)?(?:conftest\\.py|pytest\\.ini)");

    private PythonTests() {}

    /**
     * Whether a word on pytest helps who works on the repository: where something there names it, or where nothing names
     * unittest either, so that it is open what tests run with.
     */
    public static boolean pytestMatters(StageContext context) {
        List<String> paths = context.doors().git().paths(context.config().baseCommit());
        List<String> texts =
                Stream.concat(commands(context), texts(context, paths)).toList();
        return paths.stream().anyMatch(path -> OWN.matcher(path).matches())
                || texts.stream().anyMatch(text -> text.contains("pytest"))
                || texts.stream().noneMatch(text -> text.contains("unittest"));
    }

    private static Stream<String> commands(StageContext context) {
        return Stream.concat(
                        context.config().gates().stream(),
                        context.config().requiredChecks().stream()
                                .flatMap(check -> context.config().reproduce(check).stream()))
                .map(argv -> String.join(" ", argv));
    }

    private static Stream<String> texts(StageContext context, List<String> paths) {
        FileTree tree = context.doors().git().tree(context.config().baseCommit());
        return paths.stream()
                .filter(path -> SETTINGS.matcher(path).matches() || path.endsWith(".py") && TestFiles.isTest(path))
                .limit(MOST_FILES)
                .flatMap(path -> tree.entry(path).stream())
                .map(entry -> new String(entry.content(), StandardCharsets.UTF_8));
    }
}
