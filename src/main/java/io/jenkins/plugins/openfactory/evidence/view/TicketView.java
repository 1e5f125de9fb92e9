package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Optional;

/**
 * One ticket with its contract and what shows that it was done.
 *
 * @param commit its verified commit
 * @param merged the same change on the run branch
 * @param tries its attempts that have a page
 * @param changes the files of its patch
 * @param patch the artifact with its patch
 */
public record TicketView(
        String id,
        String title,
        String goal,
        String state,
        int attempts,
        List<String> dependsOn,
        Optional<String> commit,
        Optional<String> merged,
        String summary,
        List<Ticket.FileRule> mayTouch,
        List<String> done,
        List<Try> tries,
        List<Proof> tests,
        List<FileEvidence> changes,
        Optional<String> patch) {

    /** One attempt, with the artifact that tells of it. */
    public record Try(int number, String outcome, String page) {}

    /**
     * One test with its results.
     *
     * @param holds whether it passed at last and failed first where it must
     */
    public record Proof(
            List<String> argv,
            List<String> proves,
            boolean mustFailFirst,
            boolean holds,
            Optional<Result> before,
            Optional<Result> after,
            Optional<Result> merged) {}

    /** One run of a test. */
    public record Result(String ending, boolean passed, long millis, Optional<String> log, long audit) {
        static Result of(CommandEvidence run) {
            return new Result(run.ending(), run.passed(), run.millis(), run.log(), run.audit());
        }
    }

    static TicketView of(TicketEvidence ticket) {
        return of(
                ticket.ticket(),
                ticket.row(),
                Optional.of(ticket.merged()),
                ticket.attempts(),
                ticket.proofs(),
                ticket.files(),
                ticket.patch());
    }

    static TicketView of(
            Ticket ticket,
            TicketRow row,
            Optional<String> merged,
            List<TicketEvidence.Attempt> attempts,
            List<TicketEvidence.Proof> proofs,
            List<FileEvidence> changes,
            Optional<String> patch) {
        return new TicketView(
                ticket.id(),
                ticket.title(),
                ticket.goal(),
                row.state().id(),
                row.attempts(),
                ticket.dependsOn(),
                row.commit(),
                merged,
                row.summary(),
                ticket.files(),
                ticket.doneCriteria(),
                attempts.stream()
                        .map(attempt -> new Try(attempt.number(), attempt.outcome(), page(ticket, attempt.number())))
                        .toList(),
                proofs.stream().map(TicketView::proof).toList(),
                changes,
                patch);
    }

    private static String page(Ticket ticket, int number) {
        return "TICKETS/" + ticket.slug() + "/attempt-" + number + ".md";
    }

    private static Proof proof(TicketEvidence.Proof proof) {
        return new Proof(
                proof.test().argv(),
                proof.test().proves(),
                proof.test().mustFailFirst(),
                proof.holds(),
                proof.before().map(Result::of),
                proof.after().map(Result::of),
                proof.merged().map(Result::of));
    }
}
