package io.jenkins.plugins.openfactory.engine.stage.integration;

import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.Commits;
import io.jenkins.plugins.openfactory.engine.work.TicketContract;
import io.jenkins.plugins.openfactory.engine.work.TicketWork;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.git.MergeOutcome;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the tickets' commits one after the other onto the run branch, in the order of their dependencies. */
final class MergeTrain {
    private final StageContext context;
    private final List<Step> steps = new ArrayList<>();
    private String head;

    MergeTrain(StageContext context) {
        this.context = context;
        this.head = context.config().baseCommit();
    }

    /**
     * One ticket on the run branch.
     *
     * @param from the run branch before it
     * @param commit the run branch with it
     * @param moved whether the merge made a new commit, which was verified again
     */
    record Step(Ticket ticket, TicketWork work, String from, String commit, boolean moved) {}

    List<Step> steps() {
        return List.copyOf(steps);
    }

    String head() {
        return head;
    }

    /** Merges and verifies every ticket; the reason where one can't be. */
    Optional<StageResult> run() {
        for (Ticket ticket : new TicketGraph(context.documents().tickets()).order()) {
            Optional<StageResult> problem = merge(ticket);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<StageResult> merge(Ticket ticket) {
        TicketWork work = TicketWork.of(context.documents(), ticket.id()).orElseThrow();
        MergeOutcome outcome = context.doors()
                .git()
                .replant(
                        context.scope().ticket(ticket.id()),
                        "integrate",
                        work.base(),
                        work.commit(),
                        head,
                        Commits.ticket(context, ticket));
        if (outcome instanceof MergeOutcome.Conflict conflict) {
            return Optional.of(new StageResult.Failed(
                    "merge_conflict",
                    "Ticket " + ticket.id() + " changes the same lines as a ticket before it, in "
                            + String.join(", ", conflict.paths()) + "; let one depend on the other and run again."));
        }
        String merged = ((MergeOutcome.Merged) outcome).commit();
        boolean moved = !merged.equals(work.commit());
        context.note(
                "ticket " + ticket.id() + (moved ? " merged as a new commit, verifying it again" : " merged as it is"));
        Optional<StageResult> problem = moved ? verify(ticket, merged) : Optional.empty();
        steps.add(new Step(ticket, work, head, merged, moved));
        head = merged;
        return problem;
    }

    private Optional<StageResult> verify(Ticket ticket, String commit) {
        Verdict verdict = new Verifier(context)
                .verify(
                        context.scope().ticket(ticket.id()),
                        TicketContract.of(context, ticket)
                                .job(
                                        "integrated",
                                        commit,
                                        IntegrationStage.workspace(context),
                                        ticket.tests().stream()
                                                .map(Ticket.Test::argv)
                                                .toList(),
                                        "INTEGRATION/" + ticket.slug()));
        if (verdict instanceof Verdict.Strayed strayed) {
            return Optional.of(new StageResult.Failed(
                    "integration_test_strayed",
                    "After the merge, '" + String.join(" ", strayed.argv()) + "' of ticket " + ticket.id()
                            + " changed files that the ticket does not declare: "
                            + String.join(", ", strayed.paths()) + "."));
        }
        if (verdict instanceof Verdict.Failed failed) {
            return Optional.of(new StageResult.Failed(
                    "integration_test_failed",
                    "Ticket " + ticket.id() + " passed alone, but after the tickets before it '"
                            + String.join(" ", failed.argv()) + "' fails; see INTEGRATION_REPORT.md."));
        }
        return verdict instanceof Verdict.Infrastructure broken
                ? Optional.of(new StageResult.Failed(
                        "integration_test_not_run",
                        "The tests of ticket " + ticket.id() + " could not be run after the merge: "
                                + Phrases.sentence(broken.reason())))
                : Optional.empty();
    }
}
