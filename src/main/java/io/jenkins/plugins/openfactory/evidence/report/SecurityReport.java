package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code SECURITY_NOTES.md}: what ran, in what, what was refused, and what all of this does not prove. */
public final class SecurityReport {
    private static final int MOST_DENIALS = 200;

    private final RunEvidence run;
    private final StringBuilder md = new StringBuilder();

    private SecurityReport(RunEvidence run) {
        this.run = run;
    }

    /** @param scanned how many files the leak scan looked at; it found nothing, else there would be no report */
    public static String render(RunEvidence run, int scanned) {
        SecurityReport report = new SecurityReport(run);
        report.head(scanned);
        report.places();
        report.programs();
        report.denied();
        report.contract();
        report.notProven();
        return report.md.toString();
    }

    private void heading(String title) {
        md.append("\n## ").append(title).append("\n\n");
    }

    private void row(String name, String value) {
        md.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private void head(int scanned) {
        long ran = run.audited().stream().filter(command -> !command.denied()).count();
        long denied = run.audited().size() - ran;
        RunEvidence.Sandbox sandbox = run.setup().sandbox();
        md.append("# Security notes: ").append(Md.line(run.spec().title())).append("\n\n| | |\n|---|---|\n");
        row("Sandbox", sandbox.tier() + " tier, user id " + sandbox.uid() + ": " + Md.line(sandbox.detail()));
        row("Weakest tier accepted", Md.line(sandbox.minimumTier()));
        row("Command policy", policies());
        row("Commands", Words.number(ran) + " ran, " + Words.number(denied) + " denied");
        row("Network of commands", network());
        row("Secrets", masked());
        row("Leak scan", "nothing found in " + Words.count(scanned, "file") + ", these reports among them");
        row("Audit chain", chain());
        row("Files outside a ticket's contract", outside());
    }

    private String policies() {
        List<String> used = distinct(AuditedCommand::policySha256);
        return used.isEmpty()
                ? "SHA-256 " + Md.code(run.setup().policySha256()) + " (no command was proposed)"
                : "SHA-256 " + Words.list(used.stream().map(Md::code).toList());
    }

    private List<String> distinct(Function<AuditedCommand, String> fact) {
        return run.audited().stream()
                .map(fact)
                .filter(word -> !word.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private String network() {
        List<String> networks = distinct(
                command -> command.place().map(AuditedCommand.Place::network).orElse(""));
        return networks.isEmpty()
                ? "no command ran"
                : networks.equals(List.of("loopback"))
                        ? "none but the sandbox's own loopback"
                        : Words.list(networks.stream().map(Md::line).toList());
    }

    private String masked() {
        return "registered secrets are masked in everything that is recorded or published; none is passed to commands";
    }

    private String chain() {
        return Words.count(run.audit().length(), "record") + ", head "
                + Md.code(run.audit().head()) + ", "
                + run.audit()
                        .problem()
                        .map(why -> "**broken**: " + Md.line(why))
                        .orElse("every link holds");
    }

    private String outside() {
        List<String> all = run.tickets().stream()
                .flatMap(ticket -> ticket.outside().stream().map(path -> ticket.id() + ": " + Md.code(path)))
                .collect(Collectors.toList());
        run.outside().stream().map(path -> "whole change: " + Md.code(path)).forEach(all::add);
        return all.isEmpty() ? "none" : "**" + all.size() + "**: " + String.join(", ", all);
    }

    private void places() {
        heading("What commands ran in");
        Map<String, Long> places = run.audited().stream()
                .flatMap(command -> command.place().stream())
                .collect(Collectors.groupingBy(
                        place -> place.tier() + " | " + Md.line(place.profile()) + " | " + Md.line(place.network())
                                + " | " + place.uid(),
                        TreeMap::new,
                        Collectors.counting()));
        if (places.isEmpty()) {
            md.append("No command ran.\n");
            return;
        }
        md.append("| tier | profile | network | user id | commands |\n|---|---|---|---|---|\n");
        places.forEach((place, count) ->
                md.append("| ").append(place).append(" | ").append(count).append(" |\n"));
    }

    private void programs() {
        Map<String, Long> programs = run.audited().stream()
                .flatMap(command -> command.binary().stream())
                .collect(Collectors.groupingBy(
                        binary -> Md.code(binary.path()) + " | " + Md.code(binary.sha256()),
                        TreeMap::new,
                        Collectors.counting()));
        if (!programs.isEmpty()) {
            heading("Programs that ran");
            md.append("| program | SHA-256 | times |\n|---|---|---|\n");
            programs.forEach((program, count) ->
                    md.append("| ").append(program).append(" | ").append(count).append(" |\n"));
        }
    }

    private void denied() {
        heading("Denied");
        List<AuditedCommand> denied =
                run.audited().stream().filter(AuditedCommand::denied).toList();
        if (denied.isEmpty()) {
            md.append("No command was denied.\n");
        } else {
            md.append("| record | stage | ticket | proposed by | command | code | nearest rule | reason |\n");
            md.append("|---|---|---|---|---|---|---|---|\n");
            denied.stream().limit(MOST_DENIALS).forEach(this::denial);
        }
        if (denied.size() > MOST_DENIALS) {
            md.append("\nAnd ").append(denied.size() - MOST_DENIALS).append(" more in the audit chain.\n");
        }
        if (!run.refused().isEmpty()) {
            md.append("\nRefused while tickets were planned, so never proposed to run:\n\n");
            run.refused().stream().limit(MOST_DENIALS).forEach(this::refusal);
        }
    }

    private void denial(AuditedCommand command) {
        md.append("| ")
                .append(command.seq())
                .append(" | ")
                .append(Md.line(command.stage()))
                .append(" | ");
        md.append(command.ticketId().map(Md::line).orElse("–")).append(" | ");
        md.append(Md.line(command.proposedBy()))
                .append(" | ")
                .append(Md.code(Inert.clip(command.line(), 300)))
                .append(" | ");
        md.append(Md.line(command.code().orElse("")))
                .append(" | ")
                .append(Md.line(command.rule()))
                .append(" | ");
        md.append(Md.line(command.reason().orElse(""), 500)).append(" |\n");
    }

    private void refusal(CommandEvidence.Denial denial) {
        md.append("- ").append(Md.line(denial.code())).append(" (nearest rule ").append(Md.line(denial.rule()));
        md.append("): ").append(Md.line(denial.reason(), 500)).append('\n');
    }

    private void contract() {
        heading("Files that were touched");
        md.append("| ticket | contract | touched | outside |\n|---|---|---|---|\n");
        for (TicketEvidence ticket : run.tickets()) {
            md.append("| ").append(ticket.id()).append(" | ");
            md.append(ticket.ticket().files().stream()
                    .map(rule -> Md.code(rule.glob()) + " (" + String.join(", ", rule.allow()) + ")")
                    .collect(Collectors.joining(", ")));
            md.append(" | ");
            md.append(ticket.files().stream()
                    .map(file -> Md.code(file.path()) + " " + file.change())
                    .collect(Collectors.joining(", ")));
            md.append(" | ")
                    .append(
                            ticket.outside().isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            ticket.outside().stream()
                                                    .map(Md::code)
                                                    .toList()));
            md.append(" |\n");
        }
        List<String> weakened = run.tickets().stream()
                .flatMap(ticket -> ticket.ticket().mayWeakenTests().stream())
                .distinct()
                .map(Md::code)
                .toList();
        md.append(
                weakened.isEmpty()
                        ? "\nNo ticket was allowed to remove, skip or loosen a test.\n"
                        : "\nTests could be removed, skipped or loosened, because a ticket says so, in "
                                + Words.list(weakened) + ".\n");
    }

    private void notProven() {
        heading("What is not proven");
        md.append("- The code was written by a model. ").append(Md.line(Facts.review(run)));
        md.append("""
                 Tests show what they test; they do not show that nothing else is wrong.
                - No search for vulnerabilities, licences or secrets in the source was made beyond the repository's own gates and checks. The leak scan looks at this bundle.
                - Masking and the leak scan know registered secrets and well-known forms. A secret of neither kind would not be noticed.
                - The provenance is signed with a key that lies on the host that ran the factory. The signature shows that nothing was changed since; it does not show that the host was honest, nor when it happened. Compare the key's fingerprint with one that you have from elsewhere.
                - The audit chain shows that no record was changed, taken out or put in between, and the signed provenance has its length and head. Whoever rules the host before it is signed could make a whole new chain.
                """);
        if (!run.setup().sandbox().tier().equals("full")) {
            md.append("- Commands ran in the ")
                    .append(run.setup().sandbox().tier())
                    .append(" tier: it restricts files and system calls but gives no private view of the machine.\n");
        }
        if (!run.interrupted().isEmpty()) {
            md.append("- The run was interrupted, and ")
                    .append(Words.count(run.interrupted().size(), "step"));
            md.append(run.interrupted().size() == 1 ? " was" : " were")
                    .append(" found done or done again afterwards.\n");
        }
    }
}
