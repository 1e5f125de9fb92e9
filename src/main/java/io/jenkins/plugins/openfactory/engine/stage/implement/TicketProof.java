package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Commits;
import io.jenkins.plugins.openfactory.engine.work.TestGuard;
import io.jenkins.plugins.openfactory.engine.work.TicketContract;
import io.jenkins.plugins.openfactory.engine.work.TreeChanges;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Optional;

/**
 * Shows that a commit fulfils a ticket: its tests pass on it, those that must fail first fail without it, no test was
 * weakened, and its commands changed no file outside the contract.
 */
final class TicketProof {
    private final StageContext context;
    private final Ticket ticket;
    private final Scope scope;
    private final String base;

    TicketProof(StageContext context, Ticket ticket, Scope scope, String base) {
        this.context = context;
        this.ticket = ticket;
        this.scope = scope;
        this.base = base;
    }

    /** What the proof came to. */
    sealed interface Outcome {
        record Proven() implements Outcome {}

        /** @param signature equal for equal failures */
        record NotProven(String headline, String evidence, String signature) implements Outcome {
            NotProven(String headline, String evidence) {
                this(headline, evidence, Sha256.hex(evidence));
            }
        }

        record Unknown(Verdict.Infrastructure why) implements Outcome {}
    }

    /** What weakens tests between the base and a commit, a line each; empty if nothing does. */
    Optional<String> weakenedTests(String commit) {
        return TestGuard.weakened(context, base, commit, ticket.mayWeakenTests());
    }

    Outcome prove(int attempt, String commit) {
        List<List<String>> tests =
                ticket.tests().stream().map(Ticket.Test::argv).toList();
        Verdict verdict = verify("attempt-" + attempt, commit, tests);
        if (verdict instanceof Verdict.Infrastructure) {
            verdict = verify("attempt-" + attempt + "-again", commit, tests);
        }
        if (verdict instanceof Verdict.Infrastructure why) {
            return new Outcome.Unknown(why);
        }
        if (verdict instanceof Verdict.Failed failed) {
            return new Outcome.NotProven(
                    "'" + String.join(" ", failed.argv()) + "' failed",
                    "The command `" + String.join(" ", failed.argv()) + "` failed on your edits:\n\n"
                            + failed.evidence().text(),
                    Sha256.hex(failed.argv() + failed.evidence().signature()));
        }
        if (verdict instanceof Verdict.Strayed strayed) {
            return strayed(strayed);
        }
        return failFirst(attempt, commit).orElseGet(Outcome.Proven::new);
    }

    private Verdict verify(String name, String commit, List<List<String>> commands) {
        return new Verifier(context)
                .verify(
                        scope,
                        TicketContract.of(context, ticket)
                                .job(
                                        name,
                                        commit,
                                        context.workspace(ticket.id()),
                                        commands,
                                        "TICKETS/" + ticket.slug() + "/logs"));
    }

    private static Outcome strayed(Verdict.Strayed strayed) {
        return new Outcome.NotProven(
                "its tests changed files outside the ticket (" + strayed.paths().get(0) + ")",
                "The command `" + String.join(" ", strayed.argv())
                        + "` changed these tracked files, which the ticket may not touch: "
                        + String.join(", ", strayed.paths()));
    }

    /** The tests that must fail first, run on the base with only the ticket's test files added. */
    private Optional<Outcome> failFirst(int attempt, String commit) {
        List<Ticket.Test> tests =
                ticket.tests().stream().filter(Ticket.Test::mustFailFirst).toList();
        if (tests.isEmpty()) {
            return Optional.empty();
        }
        List<FileChange> testFiles = TreeChanges.between(context, base, commit).stream()
                .filter(change -> TestGuard.isTestFile(change.path()))
                .toList();
        String before = testFiles.isEmpty()
                ? base
                : context.doors()
                        .git()
                        .commit(
                                scope,
                                "tests-only-" + attempt,
                                base,
                                testFiles,
                                Commits.step(context, "tests of ticket " + ticket.id() + " alone, " + attempt));
        context.tell(
                RunEvent.Kind.NOTE,
                Optional.of(ticket.id()),
                tests.size() == 1
                        ? "tries the test without the change, where it must fail"
                        : "tries the tests without the change, where they must fail");
        for (int i = 0; i < tests.size(); i++) {
            Verdict verdict = verify(
                    "fail-first-" + attempt + "-" + (i + 1),
                    before,
                    List.of(tests.get(i).argv()));
            if (verdict instanceof Verdict.Infrastructure why) {
                return Optional.of(new Outcome.Unknown(why));
            }
            if (verdict instanceof Verdict.Strayed strayed) {
                return Optional.of(strayed(strayed));
            }
            if (verdict instanceof Verdict.Passed) {
                String argv = String.join(" ", tests.get(i).argv());
                return Optional.of(
                        new Outcome.NotProven(
                                "'" + argv + "' passes without the change",
                                "The command `" + argv
                                        + "` must fail with only your test files and pass with the whole change, but it"
                                        + " passes without the change, so it proves nothing. Make the test check what is new."));
            }
        }
        return Optional.empty();
    }
}
