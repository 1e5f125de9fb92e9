package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import io.jenkins.plugins.openfactory.run.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the repository's own commands that fetch what it needs before it can be built without a network. */
final class Preparation {
    private static final int LAST_LINES = 5;

    private Preparation() {}

    /** Stops at the first command that fails. */
    static Finding run(StageContext context) {
        List<List<String>> commands = context.config().prepare();
        Path workspace = context.workspace("prepare");
        Path gitDir = context.doors()
                .git()
                .checkout(
                        context.scope(), "prepare", workspace, context.config().baseCommit());
        for (int i = 0; i < commands.size(); i++) {
            CommandOutcome outcome = context.doors()
                    .commands()
                    .run(context.scope(), command(context, commands.get(i), i, workspace, gitDir));
            Optional<Finding> problem = problem(String.join(" ", commands.get(i)), outcome);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        context.doors().git().remove(workspace);
        String hash = context.doors()
                .commands()
                .prepared(context.scope())
                .map(sha256 -> ", SHA-256 " + sha256)
                .orElse("");
        return Finding.ok("prepare", Count.of(commands.size(), "command") + " fetched what builds need" + hash + ".");
    }

    private static CommandDoor.Command command(
            StageContext context, List<String> argv, int index, Path workspace, Path gitDir) {
        return new CommandDoor.Command(
                "prepare-" + (index + 1),
                "prepare",
                argv,
                workspace,
                Optional.of(gitDir),
                Optional.empty(),
                Limits.defaults()
                        .withWallClock(Duration.ofSeconds(context.config().commandSeconds())),
                context.config().baseCommit(),
                List.of(),
                "PREPARE/" + (index + 1) + ".log",
                Set.of(),
                true);
    }

    private static Optional<Finding> problem(String command, CommandOutcome outcome) {
        if (outcome instanceof Denied denied) {
            return Optional.of(Finding.failure(
                    "prepare",
                    "'" + command + "' was refused (" + denied.code() + ", rule " + denied.rule() + "): "
                            + denied.reason() + ".",
                    "Correct prepare in .openfactory.yml, or give a policy that allows it with --policy."));
        }
        CommandResult result = (CommandResult) outcome;
        if (result.succeeded()) {
            return Optional.empty();
        }
        String how = result.killed()
                .map(kill -> "was stopped at its limit of " + kill.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("failed with exit code " + result.exitCode().orElse(-1));
        return Optional.of(Finding.failure(
                "prepare",
                "'" + command + "' " + how + ": " + lastLines(result) + ".",
                "Allow the hosts that it needs with --prepare-host, or correct prepare in .openfactory.yml."));
    }

    private static String lastLines(CommandResult result) {
        List<String> lines = (result.stdout() + "\n" + result.stderr())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                .collect(Collectors.joining("; "));
    }
}
