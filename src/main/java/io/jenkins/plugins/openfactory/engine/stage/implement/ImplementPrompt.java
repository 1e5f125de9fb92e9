package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Decisions;
import io.jenkins.plugins.openfactory.engine.work.MachineFacts;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.RepositoryContext;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketMarkdown;
import java.util.List;
import java.util.stream.Collectors;

/** What the model is told when it implements a ticket. */
final class ImplementPrompt {
    private ImplementPrompt() {}

    static List<Message> messages(
            StageContext context, Ticket ticket, String base, String head, String evidence, String hint) {
        StringBuilder text = new StringBuilder("This is the ticket:\n\n");
        text.append(Prompts.document("ticket " + ticket.id(), TicketMarkdown.forModel(ticket)));
        String criteria = criteria(context, ticket);
        if (!criteria.isEmpty()) {
            text.append("\nIts tests prove these acceptance criteria:\n\n")
                    .append(Prompts.document("criteria", criteria));
        }
        text.append(Decisions.of(context));
        text.append("\nThese are the files as they are now, first those of the ticket that exist:\n\n");
        text.append(RepositoryContext.forTicket(context, head, ticket));
        text.append('\n').append(MachineFacts.gates(context));
        if (!evidence.isEmpty()) {
            text.append("\nYour last attempt was not enough. ");
            text.append(head.equals(base) ? "None of its edits were kept.\n" : "Its edits are in the files above.\n");
            text.append(Prompts.data("evidence", evidence))
                    .append("\nMend that. ")
                    .append(hint)
                    .append('\n');
        }
        text.append(
                "\nA criterion may be wider than the ticket: do the ticket's part of it. The ticket is done when each of its test commands exits with 0. Touch only files that match its globs. Where two of the"
                        + " texts above disagree, a criterion's statement comes before how it is verified, the criteria before the ticket,"
                        + " and the ticket before the architecture. Existing tests may not be removed, skipped or loosened, except where the"
                        + " ticket says so.\n\n");
        if (ticket.tests().stream().anyMatch(Ticket.Test::mustFailFirst)) {
            text.append(
                    "A test that must fail first is also run with only your changes to test files, and has to fail there: write"
                            + " tests that fail today because of what is missing.\n\n");
        }
        text.append(Prompts.EDIT_FORMAT)
                .append(Prompts.bound(context))
                .append(
                        "Where the whole ticket does not fit, do a part that stands by itself: the next attempt goes on from there.\n");
        return List.of(
                Message.system(
                        Prompts.system(
                                "You are a careful engineer who implements one ticket with the smallest change that fulfils it.")),
                Message.user(text.toString()));
    }

    private static String criteria(StageContext context, Ticket ticket) {
        return context.documents().spec().acceptanceCriteria().stream()
                .filter(c -> ticket.tests().stream().anyMatch(t -> t.proves().contains(c.id())))
                .map(ImplementPrompt::line)
                .collect(Collectors.joining());
    }

    private static String line(Spec.Criterion criterion) {
        return criterion.id() + ": " + criterion.statement() + " (verified by: " + criterion.verification() + ")\n";
    }
}
