package io.jenkins.plugins.openfactory.engine.stage.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.MachineFacts;
import io.jenkins.plugins.openfactory.engine.work.PythonTests;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The versions of the tools that a repository's files suggest, as they say themselves on the machine that commands run on:
 * a planner must not have to guess whether there is a pytest.
 */
final class ToolVersions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile(".*\\d+\\.\\d+.*|v?\\d+");
    private static final int LONGEST = 100;

    private static final List<Tool> TOOLS = List.of(
            tool(named("Makefile", "makefile", "GNUmakefile"), "make", "--version"),
            tool(named("pom.xml"), "mvn", "-B", "--version"),
            tool(named("build.gradle", "build.gradle.kts"), "gradle", "--version"),
            tool(ending(".java"), "java", "--version"),
            tool(ending(".py"), "python3", "--version"),
            tool(ending(".py"), "python3", "-m", "pytest", "--version"),
            tool(named("package.json").or(ending(".js")), "node", "--version"),
            tool(named("package.json"), "npm", "--version"),
            tool(named("go.mod"), "go", "version"),
            tool(named("Cargo.toml"), "cargo", "--version"),
            tool(named("CMakeLists.txt"), "cmake", "--version"),
            tool(ending(".csproj"), "dotnet", "--version"));

    private ToolVersions() {}

    private record Tool(Predicate<String> hint, List<String> argv) {}

    /** Asks the tools in a workspace, and leaves what they say for the prompts. */
    static Finding of(StageContext context, Path workspace, Path gitDir) {
        List<String> paths = context.doors().git().paths(context.config().baseCommit());
        List<String> versions = TOOLS.stream()
                .filter(tool -> paths.stream().anyMatch(tool.hint()))
                .filter(tool -> !tool.argv().contains("pytest") || PythonTests.pytestMatters(context))
                .flatMap(tool -> version(context, workspace, gitDir, tool.argv()).stream())
                .toList();
        context.documents().save(MachineFacts.TOOLS, Json.object().<ObjectNode>set("versions", Json.tree(versions)));
        return Finding.ok(
                "tools", versions.isEmpty() ? "None was asked for its version." : String.join("; ", versions));
    }

    private static Optional<String> version(StageContext context, Path workspace, Path gitDir, List<String> argv) {
        String name = "tool-" + argv.get(argv.size() - 2).replaceFirst("^-+", "");
        CommandDoor.Command command = new CommandDoor.Command(
                name,
                "preflight",
                argv,
                workspace,
                Optional.of(gitDir),
                Optional.empty(),
                Limits.defaults().withWallClock(PATIENCE),
                context.config().baseCommit(),
                "PREFLIGHT/" + name + ".log");
        if (context.doors().commands().check(context.scope(), command).isPresent()) {
            return Optional.empty();
        }
        CommandOutcome outcome = context.doors().commands().run(context.scope(), command);
        if (!(outcome instanceof CommandResult result) || !result.succeeded()) {
            return Optional.of(String.join(" ", argv.subList(0, argv.size() - 1)) + MachineFacts.ABSENT);
        }
        return Stream.concat(result.stdout().lines(), result.stderr().lines())
                .map(String::strip)
                .filter(line -> VERSION.matcher(line).matches())
                .findFirst()
                .map(line -> said(argv, line.length() <= LONGEST ? line : line.substring(0, LONGEST)));
    }

    /** Some tools say no more than a number. */
    private static String said(List<String> argv, String line) {
        return Character.isDigit(line.charAt(0)) || line.matches("v\\d.*") ? argv.get(0) + " " + line : line;
    }

    private static Tool tool(Predicate<String> hint, String... argv) {
        return new Tool(hint, List.of(argv));
    }

    /** A file of one of these names at the top. */
    private static Predicate<String> named(String... names) {
        return path -> List.of(names).contains(path);
    }

    private static Predicate<String> ending(String end) {
        return path -> path.endsWith(end);
    }
}
