package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.Pricing;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.List;
import java.util.Locale;

/** The sentences that watchers of a run read. */
public final class Tell {
    private Tell() {}

    /** What an exchange took: tokens, and money where the price is known; the model where it is not the run's first. */
    public static void exchange(
            StageContext context, Scope scope, ModelRequest request, ModelReply reply, ModelSettings model) {
        String price = Pricing.usd(model, reply)
                .filter(usd -> usd > 0)
                .map(usd -> String.format(Locale.ROOT, ", %.4f USD", usd))
                .orElse("");
        boolean first = model.equals(context.doors().model().settings());
        context.tell(
                RunEvent.Kind.EXCHANGE,
                scope.ticketId(),
                (first ? "model" : "the stronger model " + model.modelId()) + " answered "
                        + request.purpose().id() + " " + request.attempt() + ": " + reply.promptTokens() + " + "
                        + reply.completionTokens() + " tokens" + price);
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
