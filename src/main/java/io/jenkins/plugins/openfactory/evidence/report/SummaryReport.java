package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;

/** {@code FINAL_SUMMARY.md}: what was asked, what was built, and what shows it. */
public final class SummaryReport {
    private static final int REQUEST_LINES = 40;

    private final RunEvidence run;
    private final StringBuilder md = new StringBuilder();

    private SummaryReport(RunEvidence run) {
        this.run = run;
    }

    public static String render(RunEvidence run) {
        SummaryReport report = new SummaryReport(run);
        report.head();
        report.attention();
        report.asked();
        report.built();
        report.criteria();
        report.tickets();
        report.story();
        report.notDone();
        report.bundle();
        return report.md.toString();
    }

    private void heading(String title) {
        md.append("\n## ").append(title).append("\n\n");
    }

    private void head() {
        RunEvidence.PullRequest pull = run.pullRequest();
        md.append("# ").append(Md.line(run.spec().title())).append("\n\n**Done.** ");
        md.append(pull.draft() ? "Draft pull request #" : "Pull request #").append(pull.number());
        md.append(" is ready for review: every required check succeeded on its head commit ");
        md.append(Md.code(pull.headSha())).append(". Nothing is merged; that is a person's decision.\n\n");
        md.append("| | |\n|---|---|\n");
        row("Pull request", Md.address(pull.url()));
        row("Branch", Md.code(pull.branch()) + " → " + Md.code(run.setup().base()));
        row("Required checks", Md.line(Facts.checks(run)));
        row("Change", Facts.change(run.files()));
        row("Work", Facts.tickets(run) + fixes());
        row(
                "Model",
                Md.line(Facts.model(run)) + ": " + Words.count(run.usage().exchanges(), "exchange") + ", "
                        + Facts.tokens(run.usage()));
        row("Cost", Facts.cost(run.usage()));
        row(
                "Time",
                Words.time(run.elapsed()) + ", from " + Words.minute(run.run().createdAt()) + " to "
                        + Words.minute(run.at()) + ", waiting included");
        row("Specification", "frozen as SHA-256 " + Md.code(run.run().specSha256()));
        row("Bundle", "signed in [provenance.dsse.json](provenance.dsse.json); `factory verify` checks it");
        row("Run", Md.code(run.run().runId()) + ", trace " + Md.code(run.run().traceId()));
    }

    private void attention() {
        heading("Look at first");
        Attention.of(run).forEach(item -> md.append("- ").append(item).append('\n'));
    }

    private String fixes() {
        int count = Facts.pushedFixes(run).size();
        return count == 0 ? "" : ", " + Words.count(count, "fix") + " after a failed check";
    }

    private void row(String name, String value) {
        md.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private void asked() {
        heading("What was asked");
        md.append(Md.block("text", Md.first(run.run().request(), REQUEST_LINES)));
        if (!run.run().origin().isBlank()) {
            String origin = run.run().origin();
            md.append("\nFrom: ")
                    .append(Md.web(origin) ? Md.address(origin) : Md.line(origin))
                    .append('\n');
        }
    }

    private void built() {
        heading("What was built");
        for (String paragraph : run.spec().summary().strip().split("\\n\\s*\\n")) {
            md.append(Md.line(paragraph)).append("\n\n");
        }
        run.spec().scope().forEach(item -> md.append("- ").append(Md.line(item)).append('\n'));
        md.append("\n| file | change | lines |\n|---|---|---|\n");
        run.files()
                .forEach(file -> md.append("| ")
                        .append(Md.code(file.path()))
                        .append(" | ")
                        .append(file.change())
                        .append(file.oldPath().map(old -> " of " + Md.code(old)).orElse(""))
                        .append(" | ")
                        .append(file.binary() ? "binary" : Facts.lines(List.of(file)))
                        .append(" |\n"));
    }

    private void criteria() {
        heading("Acceptance criteria and what shows them");
        md.append("| criterion | shown by | ticket | without the change | with it |\n|---|---|---|---|---|\n");
        for (Spec.Criterion criterion : run.spec().acceptanceCriteria()) {
            String name = "**" + criterion.id() + "** " + Md.line(criterion.statement());
            for (TicketEvidence ticket : run.tickets()) {
                for (TicketEvidence.Proof proof : ticket.proofs()) {
                    if (proof.test().proves().contains(criterion.id())) {
                        md.append("| ")
                                .append(name)
                                .append(" | ")
                                .append(Md.code(proof.line()))
                                .append(" | ");
                        md.append(ticket.id())
                                .append(" | ")
                                .append(Facts.before(proof))
                                .append(" | ");
                        md.append(Facts.after(proof)).append(" |\n");
                        name = "";
                    }
                }
            }
            if (!name.isEmpty()) {
                md.append("| ").append(name).append(" | no test | – | – | not shown |\n");
            }
        }
        md.append("\nAfterwards the local gates ");
        md.append(Words.list(run.setup().gates().stream()
                .map(gate -> Md.code(String.join(" ", gate)))
                .toList()));
        md.append(" passed on the merged tickets, and the required checks (").append(Md.line(Facts.checks(run)));
        md.append(") on the head commit. Every log is named in [TEST\\_REPORT.md](TEST_REPORT.md).\n");
    }

    private void tickets() {
        heading("Tickets");
        md.append("| ticket | state | attempts | builds on | commit | change |\n|---|---|---|---|---|---|\n");
        for (TicketEvidence ticket : run.tickets()) {
            List<String> before = ticket.ticket().dependsOn();
            md.append("| ")
                    .append(ticket.id())
                    .append(' ')
                    .append(Md.line(ticket.ticket().title()))
                    .append(" | ");
            md.append(ticket.row().state().id())
                    .append(" | ")
                    .append(ticket.row().attempts())
                    .append(" | ");
            md.append(before.isEmpty() ? "–" : String.join(", ", before)).append(" | ");
            md.append(Md.code(Words.brief(ticket.merged()))).append(" | ");
            md.append(Facts.change(ticket.files())).append(" |\n");
        }
        for (CiEvidence.Fix fix : Facts.pushedFixes(run)) {
            md.append("| fix ").append(fix.number()).append(" of a failed check | pushed | – | – | ");
            md.append(Md.code(Words.brief(fix.commit()))).append(" | ");
            md.append(Facts.change(fix.files())).append(" |\n");
        }
    }

    private void story() {
        heading("How it went");
        List<String> story = Story.of(run);
        boolean smooth =
                run.attempts() == run.tickets().size() && run.ci().rounds().size() <= 1;
        if (smooth) {
            md.append("Every ticket passed at its first attempt and the required checks in their first round.\n\n");
        }
        story.forEach(sentence -> md.append("- ").append(Md.line(sentence)).append('\n'));
    }

    private void notDone() {
        heading("What was not done");
        run.spec()
                .nonGoals()
                .forEach(goal -> md.append("- ").append(Md.line(goal)).append('\n'));
        if (run.spec().nonGoals().isEmpty()) {
            md.append("- The specification leaves nothing out on purpose.\n");
        }
        md.append("- ").append(Md.line(Facts.review(run))).append(" Nothing was merged.\n");
        heading("Assumptions");
        run.spec()
                .assumptions()
                .forEach(item -> md.append("- ").append(Md.line(item)).append('\n'));
        if (run.spec().assumptions().isEmpty()) {
            md.append("None: the request left nothing open.\n");
        }
        if (!run.spec().risks().isEmpty()) {
            heading("Risks");
            run.spec()
                    .risks()
                    .forEach(risk -> md.append("- ")
                            .append(Md.line(Words.sentence(risk.risk())))
                            .append(" Mitigation: ")
                            .append(Md.line(Words.sentence(risk.mitigation())))
                            .append('\n'));
        }
    }

    private void bundle() {
        heading("Where to look");
        md.append("""
                | file | what it holds |
                |---|---|
                | [report/index.html](report/index.html) | all of this to click through, with diffs, commands and checks |
                | [RUNBOOK.md](RUNBOOK.md) | how to build, verify, review, merge and roll back |
                | [TEST\\_REPORT.md](TEST_REPORT.md) | every test command with its results before and after |
                | [SECURITY\\_NOTES.md](SECURITY_NOTES.md) | what commands ran in, what was denied, what is not proven |
                | [SPEC.md](SPEC.md), [ARCHITECTURE.md](ARCHITECTURE.md), TICKETS/ | what was planned |
                | [TRACEABILITY.json](TRACEABILITY.json) | from each criterion to tests, logs, commits and hunks |
                | [AUDIT.jsonl](AUDIT.jsonl) | the record of every command, each entry chained to the one before |
                | [provenance.intoto.json](provenance.intoto.json), [provenance.dsse.json](provenance.dsse.json) | where everything comes from; the same, signed |
                | [manifest.json](manifest.json) | every file's hash; `factory verify` checks it with the signature |
                """);
    }
}
