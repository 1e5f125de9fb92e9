package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.git.CommitSpec;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.time.temporal.ChronoUnit;

/** What the factory's commits say of themselves. */
public final class Commits {
    private static final String NAME = "OpenFactory";
    private static final String EMAIL = "openfactory@localhost";

    private Commits() {}

    /** The commit of a ticket. */
    public static CommitSpec ticket(StageContext context, Ticket ticket) {
        return spec(
                context,
                Phrases.quiet(ticket.title() + "\n\n" + ticket.goal().strip()),
                "OpenFactory-Ticket: " + ticket.id());
    }

    /** A commit that mends a failed check. */
    public static CommitSpec fix(StageContext context, String check, int round) {
        return spec(context, "Mend the failing check " + Phrases.quiet(check), "OpenFactory-Fix: " + round);
    }

    /** A commit that no branch keeps: a step on the way. */
    public static CommitSpec step(StageContext context, String name) {
        return spec(context, name, "OpenFactory-Step: " + name);
    }

    private static CommitSpec spec(StageContext context, String text, String trailer) {
        StringBuilder message = new StringBuilder(text).append("\n\n");
        message.append("OpenFactory-Run: ").append(context.runId()).append('\n');
        message.append(trailer).append('\n');
        if (!context.config().coAuthor().isBlank()) {
            message.append("Co-authored-by: ")
                    .append(context.config().coAuthor())
                    .append('\n');
        }
        return new CommitSpec(
                message.toString(), NAME, EMAIL, context.commitTime().truncatedTo(ChronoUnit.SECONDS));
    }
}
