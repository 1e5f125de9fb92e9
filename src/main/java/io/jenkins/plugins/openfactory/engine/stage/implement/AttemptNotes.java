package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.ticket.Ticket;

/** The page of one attempt among the artifacts. */
final class AttemptNotes {
    private AttemptNotes() {}

    static void publish(StageContext context, Scope scope, Ticket ticket, int attempt, AttemptLoop.Result result) {
        StringBuilder md = new StringBuilder("# Ticket ").append(ticket.id());
        md.append(", attempt ")
                .append(attempt)
                .append(": ")
                .append(result.headline())
                .append('\n');
        if (!result.reply().isEmpty()) {
            md.append("\n## Reply of the model\n\n")
                    .append(result.reply().strip())
                    .append('\n');
        }
        if (!result.evidence().isEmpty()) {
            md.append("\n## Evidence\n\n").append(result.evidence().strip()).append('\n');
        }
        context.doors()
                .artifacts()
                .publish(scope, "TICKETS/" + ticket.slug() + "/attempt-" + attempt + ".md", md.toString());
    }
}
