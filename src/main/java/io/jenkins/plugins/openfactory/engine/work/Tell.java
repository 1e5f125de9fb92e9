package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.List;
import java.util.Locale;

/** The sentences that watchers of a run read. */
public final class Tell {
    private Tell() {}

    public static void exchange(StageContext context, Scope scope, ModelRequest request, ModelReply reply) {
        context.tell(
                RunEvent.Kind.EXCHANGE,
                scope.ticketId(),
                "model answered " + request.purpose().id() + " " + request.attempt() + ": " + reply.promptTokens()
                        + " + " + reply.completionTokens() + " tokens");
    }

    public static void command(StageContext context, Scope scope, List<String> argv, CommandOutcome outcome) {
        context.tell(RunEvent.Kind.COMMAND, scope.ticketId(), String.join(" ", argv) + " → " + ending(outcome));
    }

    /** How a command ended, in a few words. */
    public static String ending(CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Denied denied) {
            return "denied (" + denied.code() + "): " + denied.reason();
        }
        CommandOutcome.CommandResult result = (CommandOutcome.CommandResult) outcome;
        return result.killed()
                .map(why -> "killed (" + why.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
                .orElseGet(() -> "exit code " + result.exitCode().orElse(-1));
    }
}
