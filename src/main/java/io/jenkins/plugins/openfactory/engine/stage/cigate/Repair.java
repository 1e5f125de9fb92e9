package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.stage.cigate.RepairPrompt.Rejected;
import io.jenkins.plugins.openfactory.engine.work.Commits;
import io.jenkins.plugins.openfactory.engine.work.EditRound;
import io.jenkins.plugins.openfactory.engine.work.TestGuard;
import io.jenkins.plugins.openfactory.engine.work.TicketScopes;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mends a check that fails because of the patch: a real change by the model, under the contract of the tickets. */
final class Repair {
    private final StageContext context;
    private final EditRound round;
    private final List<String> mayWeaken;
    private final Set<String> tried = new HashSet<>();
    private final Set<Note> notes = new LinkedHashSet<>();
    private List<Note> lastNotes = List.of();
    private int attempt;

    Repair(StageContext context) {
        this.context = context;
        List<Ticket> tickets = context.documents().tickets();
        EditScope scope = TicketScopes.of(tickets);
        this.mayWeaken =
                tickets.stream().flatMap(t -> t.mayWeakenTests().stream()).toList();
        this.round = new EditRound(context, context.scope(), ModelRequest.Purpose.CI_FIX, scope, Optional.empty());
    }

    /** What the last mend that was good says to a person. */
    List<Note> notes() {
        return lastNotes;
    }

    /**
     * What came of it.
     *
     * @param commit the mended head; empty where no attempt was good
     * @param attempts how many were spent
     * @param reason a half-sentence for people, where there is no commit
     */
    record Outcome(Optional<String> commit, int attempts, String reason) {}

    /** Tries at most {@code left} times to make a commit on top of the head that passes what the check runs. */
    Outcome mend(int gateRound, Observation.Seen check, String head, Triage.Verdict verdict, int left) {
        Rejected last = Rejected.NOTHING;
        String why = "no fix attempt is left.";
        for (int spent = 1; spent <= left; spent++) {
            attempt++;
            boolean stronger = spent == left && round.escalate();
            context.note("mending check " + check.name() + ", fix attempt " + attempt
                    + (stronger ? ", with the stronger model" : ""));
            Tried tried = attempt(gateRound, check, head, verdict, last);
            if (tried.commit().isPresent()) {
                return new Outcome(tried.commit(), spent, "");
            }
            why = tried.reason();
            last = tried.rejected();
            if (circles(head, last)) {
                why = "the fixes go round in circles: the same one was sent again, after it had not worked.";
                spent = context.doors().model().escalation().isPresent() ? Math.max(spent, left - 1) : left;
            }
        }
        return new Outcome(Optional.empty(), Math.max(left, 0), why);
    }

    /**
     * What one attempt came to.
     *
     * @param reason a half-sentence for people, where there is no commit
     */
    private record Tried(Optional<String> commit, String reason, Rejected rejected) {
        static Tried not(String reason, Rejected rejected) {
            return new Tried(Optional.empty(), reason, rejected);
        }
    }

    private Tried attempt(int gateRound, Observation.Seen check, String head, Triage.Verdict verdict, Rejected last) {
        EditRound.Outcome outcome = round.ask(
                RepairPrompt.messages(context, check, head, verdict.evidence(), last),
                context.config().baseCommit(),
                head);
        if (outcome instanceof EditRound.Outcome.Unusable unusable) {
            return Tried.not(
                    "the model's edits could not be applied (" + unusable.problem() + ").",
                    new Rejected("they could not be applied: " + unusable.problem(), ""));
        }
        String commit = commit(check, head, (EditRound.Outcome.Edited) outcome);
        Optional<String> bad = problem(gateRound, check, head, commit);
        if (bad.isEmpty()) {
            lastNotes = ((EditRound.Outcome.Edited) outcome).notes();
            notes.addAll(lastNotes);
            context.documents().save(Note.document(Note.CI_FIX), Note.json(List.copyOf(notes)));
            return new Tried(Optional.of(commit), "", Rejected.NOTHING);
        }
        return Tried.not(
                "the last fix did not work: " + bad.get().lines().findFirst().orElse(""),
                new Rejected(bad.get(), context.doors().git().diff(head, commit)));
    }

    /** Whether the same edits of the same head were rejected before. */
    private boolean circles(String head, Rejected rejected) {
        return !rejected.diff().isEmpty() && !tried.add(Sha256.hex(head + rejected.diff()));
    }

    private String commit(Observation.Seen check, String head, EditRound.Outcome.Edited edited) {
        String commit = context.doors()
                .git()
                .commit(
                        context.scope(),
                        "fix-" + attempt,
                        head,
                        edited.changes(),
                        Commits.fix(context, check.name(), attempt));
        publish(edited.reply(), head, commit);
        return commit;
    }

    private void publish(String reply, String head, String commit) {
        String path = "CI_EVIDENCE/fix-" + attempt;
        context.doors().artifacts().publish(context.scope(), path + ".md", reply);
        context.doors()
                .artifacts()
                .publish(context.scope(), path + ".diff", context.doors().git().diff(head, commit));
    }

    /** Why a mended commit is not good enough to be pushed; empty if it is. */
    private Optional<String> problem(int gateRound, Observation.Seen check, String head, String commit) {
        Optional<String> weakened = TestGuard.weakened(context, head, commit, mayWeaken);
        if (weakened.isPresent()) {
            return weakened.map(what -> "it weakens tests:\n" + what);
        }
        List<List<String>> commands = new ArrayList<>(context.config().reproduce(check.name()));
        context.config().gates().stream().filter(g -> !commands.contains(g)).forEach(commands::add);
        Verifier.Verdict verdict = new Verifier(context)
                .verify(
                        context.scope(),
                        new Verifier.Job(
                                "fix-" + gateRound + "-" + attempt,
                                commit,
                                context.workspace("triage"),
                                commands,
                                "gate",
                                Optional.empty(),
                                Duration.ofSeconds(context.config().commandSeconds()),
                                "CI_EVIDENCE/logs"));
        if (verdict instanceof Verifier.Verdict.Failed failed) {
            return Optional.of("'" + String.join(" ", failed.argv()) + "' still fails\n"
                    + failed.evidence().text());
        }
        return verdict instanceof Verifier.Verdict.Infrastructure broken
                ? Optional.of("it could not be verified: " + Phrases.inner(broken.reason()))
                : Optional.empty();
    }
}
