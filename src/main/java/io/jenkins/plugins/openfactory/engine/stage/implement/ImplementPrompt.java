package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Decisions;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.RepositoryContext;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.spec.SpecMarkdown;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketMarkdown;
import java.util.List;
import java.util.stream.Collectors;

/** What the model is told when it implements a ticket. */
final class ImplementPrompt {
    private static final String RULES = """
            Your part: be the careful engineer who implements one ticket, which stands below, with the smallest change that fulfils it.
            The ticket is done when each of its test commands exits with 0. Touch only files that match its globs. A criterion may be wider than
            the ticket: do the ticket's part of it. Where two texts disagree, a criterion's statement comes before how it is verified, the
            criteria before the ticket, and the ticket before the architecture. Existing tests may not be removed, skipped or loosened, except
            where the ticket says so.

            """;

    private static final String FAIL_FIRST = """

            A test that must fail first is also run with only your changes to test files, and has to fail there: write tests that fail today
            because of what is missing.
            """;

    private ImplementPrompt() {}

    static List<Message> messages(
            StageContext context, Ticket ticket, String base, String head, String evidence, String hint) {
        return Prompts.messages(
                context,
                head,
                Decisions.of(context)
                        + RULES
                        + Prompts.EDIT_FORMAT
                        + Prompts.NOTES
                        + Prompts.bound(context)
                        + "Where the whole ticket does not fit, do a part that stands by itself: the next attempt goes on from there.\n"
                        + ticket(context, ticket)
                        + files(context, ticket, head)
                        + lastAttempt(head.equals(base), evidence, hint)
                        + "\nNow write the edits of ticket " + ticket.id() + ".\n");
    }

    private static String ticket(StageContext context, Ticket ticket) {
        String criteria = criteria(context, ticket);
        return "\nThis is the ticket:\n\n"
                + Prompts.document("ticket " + ticket.id(), TicketMarkdown.forModel(ticket))
                + (criteria.isEmpty()
                        ? ""
                        : "\nIts tests prove these acceptance criteria:\n\n" + Prompts.document("criteria", criteria))
                + (ticket.tests().stream().anyMatch(Ticket.Test::mustFailFirst) ? FAIL_FIRST : "");
    }

    private static String files(StageContext context, Ticket ticket, String head) {
        String files = RepositoryContext.forTicket(context, head, ticket);
        return files.isEmpty()
                ? "\nThe files are those above.\n"
                : "\nMore files, as they are now. Those of the ticket come first, unless they stand above; the others are only to be read:\n\n"
                        + files;
    }

    private static String lastAttempt(boolean nothingKept, String evidence, String hint) {
        return evidence.isEmpty()
                ? ""
                : "\nYour last attempt was not enough. "
                        + (nothingKept ? "None of its edits were kept.\n" : "Its edits are in the files above.\n")
                        + Prompts.data("evidence", evidence) + "\n" + ("Mend that. " + hint).strip() + "\n";
    }

    private static String criteria(StageContext context, Ticket ticket) {
        return context.documents().spec().acceptanceCriteria().stream()
                .filter(c -> ticket.tests().stream().anyMatch(t -> t.proves().contains(c.id())))
                .map(ImplementPrompt::line)
                .collect(Collectors.joining());
    }

    private static String line(Spec.Criterion criterion) {
        return criterion.id() + ": " + criterion.statement().strip() + (SpecMarkdown.hasLines(criterion) ? "\n" : " ")
                + "(verified by: " + criterion.verification().strip() + ")\n";
    }
}
