package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.diagnosis.LoopDetector;
import io.jenkins.plugins.openfactory.diagnosis.LoopEvent;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Commits;
import io.jenkins.plugins.openfactory.engine.work.EditRound;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.TicketScopes;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bounded attempts of one ticket. Each asks the model afresh, with the evidence of the attempt before; the files stay
 * as the attempt before left them.
 */
final class AttemptLoop {
    private static final int REJECTED_TOKENS = 1500;

    private final StageContext context;
    private final Ticket ticket;
    private final Scope scope;
    private final String base;
    private final EditRound round;
    private final TicketProof proof;
    private final LoopDetector loops = new LoopDetector();
    private final Set<Note> notes = new LinkedHashSet<>();
    private String head;

    AttemptLoop(StageContext context, Ticket ticket, Scope scope, String base) {
        this.context = context;
        this.ticket = ticket;
        this.scope = scope;
        this.base = base;
        this.head = base;
        this.round = new EditRound(
                context,
                scope,
                ModelRequest.Purpose.IMPLEMENT,
                TicketScopes.of(List.of(ticket)),
                Optional.of(TicketScopes.bounds(ticket)));
        this.proof = new TicketProof(context, ticket, scope, base);
    }

    /** How the attempts ended. */
    sealed interface Outcome {
        record Proven() implements Outcome {}

        /** @param reason one sentence, with its last word on what to look at */
        record Stopped(String reason) implements Outcome {}
    }

    /** The commit with every edit so far. */
    String head() {
        return head;
    }

    Outcome run() {
        int attempts = ticket.limits()
                .attempts()
                .map(own -> Math.min(own, context.config().attempts()))
                .orElse(context.config().attempts());
        Known known = new Known("", "");
        String last = "";
        for (int attempt = 1; attempt <= attempts; attempt++) {
            begin(attempt, attempts);
            Result result = attempt(attempt, known);
            AttemptNotes.publish(context, scope, ticket, attempt, result);
            if (result.stop().isPresent()) {
                return new Outcome.Stopped(result.stop().get());
            }
            if (result.evidence().isEmpty()) {
                return new Outcome.Proven();
            }
            last = result.headline();
            tell("attempt " + attempt + " failed: " + last);
            LoopVerdict verdict = loop(result);
            if (verdict instanceof LoopVerdict.Stop stop) {
                String circles = "it goes round in circles: " + Phrases.inner(stop.reason())
                        + ". The last attempt failed because " + last + ".";
                if (attempt == attempts || !hasStronger()) {
                    return new Outcome.Stopped(circles);
                }
                tell(circles + " The stronger model has the last attempt.");
                attempt = attempts - 1;
            }
            known = new Known(result.evidence(), verdict instanceof LoopVerdict.Nudge nudge ? nudge.text() : "");
        }
        return new Outcome.Stopped(attempts + (attempts == 1 ? " attempt was" : " attempts were")
                + " not enough; the last one failed because " + last + ".");
    }

    /** The last attempt is the stronger model's, where there is one. */
    private void begin(int attempt, int attempts) {
        context.documents()
                .updateTicketRow(
                        ticket.id(), row -> TicketRows.attempt(row, attempt, TicketWorker.branch(context, ticket)));
        boolean stronger = attempt == attempts && round.escalate();
        tell("attempt " + attempt + " of " + attempts + (stronger ? ", with the stronger model" : ""));
    }

    /**
     * What an attempt knows of the one before.
     *
     * @param hint a word to a model that meets the same failure again and again; empty otherwise
     */
    private record Known(String evidence, String hint) {}

    /**
     * What one attempt showed.
     *
     * @param headline a few words for people
     * @param evidence for the next attempt; empty when the ticket is proven
     * @param signature equal for equal failures
     * @param stop set where further attempts make no sense
     */
    record Result(String reply, String headline, String evidence, String signature, Optional<String> stop) {
        static Result proven(String reply) {
            return new Result(reply, "proven", "", "", Optional.empty());
        }

        static Result failed(String reply, String headline, String evidence, String signature) {
            return new Result(reply, headline, evidence, signature, Optional.empty());
        }

        static Result stopped(String reply, String reason) {
            return new Result(reply, reason, reason, Sha256.hex(reason), Optional.of(reason));
        }
    }

    private Result attempt(int attempt, Known known) {
        EditRound.Outcome outcome = round.ask(
                ImplementPrompt.messages(context, ticket, base, head, known.evidence(), known.hint()), base, head);
        if (outcome instanceof EditRound.Outcome.Unusable unusable) {
            return Result.failed(
                    "",
                    "its edits could not be applied (" + unusable.problem() + ")",
                    "The last reply's edits could not be applied: " + unusable.problem(),
                    Sha256.hex(unusable.problem()));
        }
        EditRound.Outcome.Edited edited = (EditRound.Outcome.Edited) outcome;
        String commit = context.doors()
                .git()
                .commit(
                        scope,
                        "attempt-" + attempt,
                        head,
                        edited.changes(),
                        Commits.step(context, "ticket " + ticket.id() + " attempt " + attempt));
        Optional<String> weakened = proof.weakenedTests(commit);
        if (weakened.isPresent()) {
            return Result.failed(
                    edited.reply(),
                    "it weakens tests (" + weakened.get().lines().findFirst().orElse("") + ")",
                    "The edits were not kept, because they weaken tests:\n" + weakened.get()
                            + "\n\nThese were the edits:\n"
                            + Prompts.cut(context.doors().git().diff(head, commit), REJECTED_TOKENS),
                    Sha256.hex(weakened.get()));
        }
        head = commit;
        note(edited.notes());
        return judge(edited.reply(), proof.prove(attempt, commit));
    }

    /** Keeps what the replies whose edits are kept say to a person. */
    private void note(List<Note> more) {
        notes.addAll(more);
        context.documents().save(Note.document(ticket.id()), Note.json(List.copyOf(notes)));
    }

    private static Result judge(String reply, TicketProof.Outcome outcome) {
        if (outcome instanceof TicketProof.Outcome.Proven) {
            return Result.proven(reply);
        }
        if (outcome instanceof TicketProof.Outcome.NotProven not) {
            return Result.failed(reply, not.headline(), not.evidence(), not.signature());
        }
        Verdict.Infrastructure broken = ((TicketProof.Outcome.Unknown) outcome).why();
        return Result.stopped(reply, "its tests could not be run: " + Phrases.inner(broken.reason()));
    }

    private LoopVerdict loop(Result result) {
        String patch = Sha256.hex(context.doors().git().diff(base, head));
        LoopVerdict verdict = loops.feed(new LoopEvent.Attempt(patch, result.signature()));
        return verdict instanceof LoopVerdict.Stop
                ? verdict
                : loops.feed(new LoopEvent.Error(result.headline(), result.signature()));
    }

    private boolean hasStronger() {
        return context.doors().model().escalation().isPresent();
    }

    private void tell(String text) {
        context.tell(RunEvent.Kind.ATTEMPT, Optional.of(ticket.id()), text);
    }
}
