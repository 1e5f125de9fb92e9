package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import java.util.List;
import java.util.Locale;

/** A command's log as people read it. */
final class CommandLog {
    private CommandLog() {}

    static String render(List<String> argv, CommandOutcome outcome) {
        StringBuilder log =
                new StringBuilder("$ ").append(String.join(" ", argv)).append('\n');
        if (outcome instanceof Denied denied) {
            return log.append("denied ")
                    .append(denied.code())
                    .append(" (rule ")
                    .append(denied.rule())
                    .append("): ")
                    .append(denied.reason())
                    .append('\n')
                    .toString();
        }
        CommandResult result = (CommandResult) outcome;
        log.append(result.stdout());
        newline(log);
        if (!result.stderr().isEmpty()) {
            log.append("--- standard error\n").append(result.stderr());
            newline(log);
        }
        log.append("--- ").append(ending(result)).append(", ");
        log.append(result.duration().toMillis()).append(" ms, sandbox ").append(result.tier());
        return log.append(", audit record ").append(result.audit()).append('\n').toString();
    }

    private static String ending(CommandResult result) {
        return result.killed()
                .map(why -> "killed: " + why.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElseGet(() -> "exit code " + result.exitCode().orElse(-1));
    }

    private static void newline(StringBuilder log) {
        if (log.charAt(log.length() - 1) != '\n') {
            log.append('\n');
        }
    }
}
