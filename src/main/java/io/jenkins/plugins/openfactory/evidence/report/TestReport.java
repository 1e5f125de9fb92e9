package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.run.StageId;
import java.util.List;
import java.util.Optional;

/** {@code TEST_REPORT.md}: every test command with its results, the gates, and the required checks round by round. */
public final class TestReport {
    private final RunEvidence run;
    private final StringBuilder md = new StringBuilder();

    private TestReport(RunEvidence run) {
        this.run = run;
    }

    public static String render(RunEvidence run) {
        TestReport report = new TestReport(run);
        report.head();
        run.tickets().forEach(report::ticket);
        report.gates();
        report.rounds();
        report.every();
        return report.md.toString();
    }

    private void head() {
        List<TicketEvidence.Proof> proofs = run.tickets().stream()
                .flatMap(ticket -> ticket.proofs().stream())
                .toList();
        long holding = proofs.stream().filter(TicketEvidence.Proof::holds).count();
        long first = proofs.stream()
                .filter(proof -> proof.before().filter(TestReport::expected).isPresent())
                .count();
        md.append("# Test report: ").append(Md.line(run.spec().title())).append("\n\n");
        md.append("| | |\n|---|---|\n");
        row(
                "Ticket tests",
                holding + " of " + proofs.size() + " hold, " + first + " of them failed without the change");
        row("Acceptance criteria", criteria());
        long gates = run.gates().stream().filter(CommandEvidence::passed).count();
        row("Local gates", gates + " of " + run.setup().gates().size() + " passed on the merged tickets");
        row(
                "Required checks",
                Md.line(Facts.checks(run)) + " on "
                        + Md.code(Words.brief(run.pullRequest().headSha())));
        row("Rounds of checks", String.valueOf(run.ci().rounds().size()));
        row("Commands run in all", String.valueOf(run.commands().size()));
        md.append(
                        "\nA test holds when it failed with the ticket's test files but without the rest of its change (where that is")
                .append(
                        " asked for), and passed with it. One row is one command; how many test cases it ran stands in its")
                .append(" log.\n");
    }

    /** {@code 4 of 5 proven by a test that failed first, 1 by tests that were not to fail}. */
    private String criteria() {
        long all = run.spec().acceptanceCriteria().size();
        long proven = run.spec().acceptanceCriteria().stream()
                .filter(criterion -> run.tickets().stream()
                        .flatMap(ticket -> ticket.proofs().stream())
                        .filter(proof -> proof.test().proves().contains(criterion.id()))
                        .anyMatch(proof -> proof.test().mustFailFirst() && proof.holds()))
                .count();
        return proven + " of " + all + " proven by a test that failed without the change"
                + (proven == all ? "" : ", the others by tests that need not fail without it");
    }

    private void row(String name, String value) {
        md.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private void ticket(TicketEvidence ticket) {
        md.append("\n## Ticket ")
                .append(ticket.id())
                .append(' ')
                .append(Md.line(ticket.ticket().title()))
                .append("\n\n");
        md.append("| command | proves | fails first | without the change | with it | after the merge |\n");
        md.append("|---|---|---|---|---|---|\n");
        for (TicketEvidence.Proof proof : ticket.proofs()) {
            List<String> proves = proof.test().proves();
            md.append("| ").append(Md.code(proof.line())).append(" | ");
            md.append(proves.isEmpty() ? "safety net" : String.join(", ", proves))
                    .append(" | ");
            md.append(proof.test().mustFailFirst() ? "yes" : "no").append(" | ");
            md.append(proof.test().mustFailFirst() ? result(proof.before()) : "not asked for")
                    .append(" | ");
            md.append(result(proof.after())).append(" | ");
            md.append(ticket.moved() ? result(proof.merged()) : "same commit").append(" |\n");
        }
        md.append("\nVerified commit ").append(Md.code(ticket.commit()));
        md.append(ticket.moved() ? ", on the run branch " + Md.code(ticket.merged()) : "")
                .append(".\n");
        if (ticket.attempts().size() > 1) {
            md.append('\n');
            ticket.attempts()
                    .forEach(attempt -> md.append("- attempt ")
                            .append(attempt.number())
                            .append(": ")
                            .append(Md.line(attempt.outcome(), 300))
                            .append('\n'));
        }
    }

    private static String result(Optional<CommandEvidence> command) {
        return command.map(run -> (run.passed() ? "passed" : "failed") + ", " + Md.line(run.ending()) + ", "
                        + Words.millis(run.millis())
                        + run.log().map(log -> ", " + log(log)).orElse(""))
                .orElse("not recorded");
    }

    private static String log(String path) {
        return "[log](" + Md.relative(path) + ")";
    }

    private void gates() {
        md.append("\n## Local gates\n\n| gate | commit | result |\n|---|---|---|\n");
        run.gates().forEach(gate -> gate(gate, ""));
        for (CiEvidence.Fix fix : Facts.pushedFixes(run)) {
            fix.commands().forEach(command -> gate(command, " (fix " + fix.number() + ")"));
        }
    }

    private void gate(CommandEvidence gate, String why) {
        md.append("| ").append(Md.code(gate.line())).append(" | ").append(Md.code(Words.brief(gate.commit())));
        md.append(why).append(" | ").append(result(Optional.of(gate))).append(" |\n");
    }

    private void rounds() {
        md.append(
                "\n## Required checks\n\n| round | commit | check | state | verdict | log |\n|---|---|---|---|---|---|\n");
        int number = 0;
        for (CiEvidence.Round round : run.ci().rounds()) {
            number++;
            for (CiEvidence.Seen seen : round.seen()) {
                md.append("| ")
                        .append(number)
                        .append(" | ")
                        .append(Md.code(Words.brief(round.commit())))
                        .append(" | ");
                md.append(Md.line(seen.name())).append(seen.app().isEmpty() ? "" : " (" + Md.line(seen.app()) + ")");
                md.append(" | ")
                        .append(Md.line(seen.state().replace('_', ' ')))
                        .append(" | ")
                        .append(Md.line(round.verdict().replace('_', ' ')));
                md.append(" | ")
                        .append(seen.log().map(TestReport::log).orElse("–"))
                        .append(" |\n");
            }
        }
        for (int i = 0; i < run.ci().rounds().size(); i++) {
            CiEvidence.Round round = run.ci().rounds().get(i);
            if (!round.green()) {
                failed(i + 1, round);
            }
        }
    }

    private void failed(int number, CiEvidence.Round round) {
        md.append("\n### Round ")
                .append(number)
                .append(": ")
                .append(Md.line(round.verdict().replace('_', ' ')))
                .append("\n\n");
        md.append(Md.line(Words.capital(Words.sentence(round.reason())))).append('\n');
        if (!round.tried().isEmpty()) {
            md.append("\n| tried here | result | log |\n|---|---|---|\n");
            round.tried()
                    .forEach(tried -> md.append("| ")
                            .append(Md.code(String.join(" ", tried.argv())))
                            .append(" | ")
                            .append(Md.line(tried.ending()))
                            .append(" | ")
                            .append(log(tried.log()))
                            .append(" |\n"));
        }
        round.excerpt().ifPresent(text -> md.append('\n').append(Md.block("text", text)));
    }

    private void every() {
        md.append("\n## Every command\n\n| at (UTC) | stage | ticket | job | command | result | time | log |\n");
        md.append("|---|---|---|---|---|---|---|---|\n");
        for (CommandEvidence command : run.commands()) {
            md.append("| ")
                    .append(Words.second(command.at()))
                    .append(" | ")
                    .append(command.stage().title());
            md.append(command.stageAttempt() > 1 ? " (entry " + command.stageAttempt() + ")" : "")
                    .append(" | ");
            md.append(command.ticketId().orElse("–"))
                    .append(" | ")
                    .append(Md.line(command.job()))
                    .append(" | ");
            md.append(Md.code(command.line())).append(" | ").append(Md.line(command.ending()));
            md.append(expected(command) ? ", as it must" : "").append(" | ");
            md.append(Words.millis(command.millis())).append(" | ");
            md.append(command.log().map(TestReport::log).orElse("–")).append(" |\n");
        }
    }

    /** Whether a failure is what the job is there to show. */
    static boolean expected(CommandEvidence command) {
        return command.stage() == StageId.IMPLEMENT_LOOP
                && command.job().startsWith("fail-first-")
                && command.exitCode().filter(code -> code != 0).isPresent();
    }
}
