package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Commits;
import io.jenkins.plugins.openfactory.engine.work.TicketWork;
import io.jenkins.plugins.openfactory.git.MergeOutcome;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.util.List;
import java.util.Optional;

/** Works one ticket from its base to a verified commit or a named failure. Runs in one thread. */
final class TicketWorker {
    private final StageContext context;
    private final TicketGraph graph;
    private final Ticket ticket;
    private final Scope scope;

    TicketWorker(StageContext context, TicketGraph graph, Ticket ticket) {
        this.context = context;
        this.graph = graph;
        this.ticket = ticket;
        this.scope = context.scope().ticket(ticket.id());
    }

    TicketState work() {
        String base = context.config().baseCommit();
        for (Ticket ancestor : graph.ancestors(ticket.id())) {
            TicketWork work = TicketWork.of(context.documents(), ancestor.id()).orElseThrow();
            MergeOutcome merged = context.doors()
                    .git()
                    .replant(
                            scope,
                            "base-" + ancestor.id(),
                            work.base(),
                            work.commit(),
                            base,
                            Commits.ticket(context, ancestor));
            if (merged instanceof MergeOutcome.Conflict conflict) {
                return failed("the tickets it builds on change the same lines of " + String.join(", ", conflict.paths())
                        + ".");
            }
            base = ((MergeOutcome.Merged) merged).commit();
        }
        AttemptLoop loop = new AttemptLoop(context, ticket, scope, base);
        AttemptLoop.Outcome outcome = loop.run();
        patch(base, loop.head());
        if (outcome instanceof AttemptLoop.Outcome.Stopped stopped) {
            return failed(stopped.reason());
        }
        return succeeded(base, loop);
    }

    private void patch(String base, String head) {
        String diff = context.doors().git().diff(base, head);
        context.doors().artifacts().publish(scope, "TICKETS/" + ticket.slug() + "/PATCH.diff", diff);
    }

    private TicketState succeeded(String base, AttemptLoop loop) {
        String commit =
                context.doors().git().squash(scope, "ticket", base, loop.head(), Commits.ticket(context, ticket));
        context.doors().git().setRef(scope, "refs/heads/" + branch(context, ticket), commit);
        new TicketWork(base, commit).save(context.documents(), ticket.id());
        List<String> files = context.doors().git().changes(base, commit).stream()
                .map(diff -> diff.path())
                .toList();
        String summary =
                Count.of(files.size(), "file") + ", " + Count.of(ticket.tests().size(), "test") + " passed";
        context.documents().updateTicketRow(ticket.id(), row -> TicketRows.succeeded(row, commit, summary));
        context.doors().git().remove(context.workspace(ticket.id()));
        tell("succeeded: " + summary);
        return TicketState.SUCCEEDED;
    }

    private TicketState failed(String why) {
        String reason = Phrases.sentence(why);
        context.documents().updateTicketRow(ticket.id(), row -> TicketRows.state(row, TicketState.FAILED, reason));
        context.doors().git().remove(context.workspace(ticket.id()));
        tell("failed: " + reason);
        return TicketState.FAILED;
    }

    private void tell(String text) {
        context.tell(RunEvent.Kind.TICKET, Optional.of(ticket.id()), text);
    }

    /** The branch of a ticket in the run's own repository; it is never pushed. */
    static String branch(StageContext context, Ticket ticket) {
        return "openfactory-tickets/" + context.runId() + "/" + ticket.slug();
    }
}
