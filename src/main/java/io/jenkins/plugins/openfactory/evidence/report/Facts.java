package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.List;

/** Facts of a run in a few words, the same in every report. The words of others in them are not made inert here. */
final class Facts {
    private Facts() {}

    /** {@code 3 tickets in 4 attempts}. */
    static String tickets(RunEvidence run) {
        return Words.count(run.tickets().size(), "ticket") + " in " + Words.count(run.attempts(), "attempt");
    }

    /** {@code 9 files, +187 −12 lines}. */
    static String change(List<FileEvidence> files) {
        return Words.count(files.size(), "file") + ", " + lines(files) + " lines";
    }

    static String lines(List<FileEvidence> files) {
        return "+" + Words.number(FileEvidence.added(files)) + " −" + Words.number(FileEvidence.removed(files));
    }

    /** {@code tests: success}. */
    static String checks(RunEvidence run) {
        return String.join(
                ", ",
                run.ci().checks().stream()
                        .map(check -> check.name() + ": " + check.conclusion())
                        .toList());
    }

    static String tokens(RunStore.Usage usage) {
        return Words.number(usage.promptTokens()) + " prompt and " + Words.number(usage.completionTokens())
                + " completion tokens";
    }

    /** What the model calls cost. */
    static String cost(RunStore.Usage usage) {
        if (usage.exchanges() == 0) {
            return "nothing: no model was asked";
        }
        if (usage.unpriced() == 0) {
            return Words.usd(usage.usd());
        }
        return usage.unpriced() == usage.exchanges()
                ? "unknown: no price is configured for this model"
                : Words.usd(usage.usd()) + ", and " + Words.count(usage.unpriced(), "exchange") + " of unknown price";
    }

    static String model(RunEvidence run) {
        return run.setup().model().provider() + " " + run.setup().model().modelId();
    }

    /** How a proof's run without the change ended. */
    static String before(TicketEvidence.Proof proof) {
        return proof.before()
                .map(run -> run.passed() ? "passed" : "failed (" + run.ending() + ")")
                .orElse(proof.test().mustFailFirst() ? "not recorded" : "not asked for");
    }

    /** How a proof's last run ended, and where. */
    static String after(TicketEvidence.Proof proof) {
        return proof.last()
                .map(run -> (run.passed() ? "passed" : "failed (" + run.ending() + ")"))
                .orElse("not recorded");
    }

    /** Who looked at the change, as far as the record knows. */
    static String review(RunEvidence run) {
        return run.approvals().stream()
                .filter(word -> word.subject().equals("pr") && word.decision().equals("approve"))
                .reduce((first, second) -> second)
                .map(word -> word.by() + " approved the commit " + Words.brief(word.boundSha256())
                        + " before it was pushed; no other review is recorded.")
                .orElse("No review by a person is recorded.");
    }

    /** Fixes that became part of the pull request. */
    static List<CiEvidence.Fix> pushedFixes(RunEvidence run) {
        return run.ci().fixes().stream().filter(CiEvidence.Fix::pushed).toList();
    }
}
