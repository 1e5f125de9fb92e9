package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.stream.Collectors;

/** The pull request as its reviewers read it. */
final class PullRequestText {
    private PullRequestText() {}

    static Forge.Draft draft(StageContext context, String head) {
        Spec spec = context.documents().spec();
        return new Forge.Draft(
                RunConfig.branch(context.runId()), context.config().base(), spec.title(), body(context, spec));
    }

    private static String body(StageContext context, Spec spec) {
        List<Ticket> tickets = context.documents().tickets();
        StringBuilder md = new StringBuilder(spec.summary().strip()).append("\n\n## Acceptance criteria\n\n");
        for (Spec.Criterion criterion : spec.acceptanceCriteria()) {
            md.append("- **")
                    .append(criterion.id())
                    .append("** ")
                    .append(criterion.statement())
                    .append("\n  shown by ");
            md.append(proofs(tickets, criterion.id())).append('\n');
        }
        md.append("\n## Tickets\n\n");
        for (TicketRow row : context.documents().ticketRows()) {
            md.append("- ").append(row.ticketId()).append(' ').append(row.title());
            md.append(" (")
                    .append(row.attempts())
                    .append(row.attempts() == 1 ? " attempt" : " attempts")
                    .append(")\n");
        }
        md.append("\n## How to verify\n\n");
        context.config()
                .gates()
                .forEach(
                        gate -> md.append("    ").append(String.join(" ", gate)).append('\n'));
        md.append("\n## What was not done\n\n");
        if (spec.nonGoals().isEmpty()) {
            md.append("Nothing was left out on purpose.\n");
        }
        spec.nonGoals().forEach(goal -> md.append("- ").append(goal).append('\n'));
        spec.assumptions()
                .forEach(assumption ->
                        md.append("- Assumed: ").append(assumption).append('\n'));
        md.append("\n---\nOpenFactory run `").append(context.runId()).append("`, trace `");
        md.append(context.documents().row().traceId())
                .append("`, specification SHA-256 `")
                .append(spec.sha256())
                .append("`\n");
        return md.toString();
    }

    private static String proofs(List<Ticket> tickets, String criterion) {
        return tickets.stream()
                .flatMap(ticket -> ticket.tests().stream()
                        .filter(test -> test.proves().contains(criterion))
                        .map(test -> "`" + String.join(" ", test.argv()) + "` (ticket " + ticket.id() + ")"))
                .collect(Collectors.joining(", "));
    }
}
