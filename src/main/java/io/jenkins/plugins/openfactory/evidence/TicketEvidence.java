package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Optional;

/**
 * One ticket with what shows that it was done.
 *
 * @param base the commit that its own commit stands on
 * @param commit its verified commit
 * @param merged the same change on the run branch; {@code commit} itself where the merge did not have to move it
 * @param patch the artifact with its patch, where there is one
 * @param outside files of its commit that its contract does not cover; empty as it must be
 */
public record TicketEvidence(
        Ticket ticket,
        TicketRow row,
        String base,
        String commit,
        String merged,
        List<FileEvidence> files,
        List<Attempt> attempts,
        List<Proof> proofs,
        Optional<String> patch,
        List<String> outside) {

    /**
     * One attempt.
     *
     * @param outcome what its page says: {@code proven}, or why it was not enough
     */
    public record Attempt(int number, String outcome) {}

    /**
     * One test of the ticket with its results.
     *
     * @param before the run without the ticket's change, where the test must fail first
     * @param after the run on the ticket's verified change
     * @param merged the run on the run branch, where the merge made a new commit
     */
    public record Proof(
            Ticket.Test test,
            Optional<CommandEvidence> before,
            Optional<CommandEvidence> after,
            Optional<CommandEvidence> merged) {
        /** The last run that counts. */
        public Optional<CommandEvidence> last() {
            return merged.or(() -> after);
        }

        /** Whether the last run passed, and the one before the change failed where it must. */
        public boolean holds() {
            boolean failedFirst = !test.mustFailFirst()
                    || before.map(run -> run.exitCode().isPresent() && !run.passed())
                            .orElse(false);
            return failedFirst && last().map(CommandEvidence::passed).orElse(false);
        }

        public String line() {
            return String.join(" ", test.argv());
        }
    }

    public String id() {
        return ticket.id();
    }

    /** Whether the merge made a new commit of it. */
    public boolean moved() {
        return !merged.equals(commit);
    }
}
