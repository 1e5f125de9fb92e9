package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The tickets, each with its contract, attempts, proofs and patch. */
final class HtmlTickets {
    private final RunEvidence run;
    private final Html html;
    private final HtmlDiff diff;
    private final Function<String, Optional<String>> read;

    HtmlTickets(RunEvidence run, Html html, Function<String, Optional<String>> read) {
        this.run = run;
        this.html = html;
        this.read = read;
        this.diff = new HtmlDiff(html);
    }

    void section() {
        html.open("section", "id", "tickets").element("h2", "Tickets");
        new HtmlTicketMap(run.tickets(), html).draw();
        run.tickets().forEach(this::ticket);
        html.closeLine();
    }

    private void ticket(TicketEvidence ticket) {
        html.open("details", "class", "ticket", "id", "t-" + ticket.id()).open("summary");
        html.element("code", ticket.id()).element("span", ticket.ticket().title(), "class", "title");
        html.badge(ticket.row().state().id());
        html.element("span", Words.count(ticket.row().attempts(), "attempt"), "class", "sub");
        html.element("span", Facts.lines(ticket.files()), "class", "sub number").close();
        html.element("p", ticket.ticket().goal());
        facts(ticket);
        attempts(ticket);
        proofs(ticket);
        files(ticket);
        ticket.patch().ifPresent(path -> diff.show(read.apply(path).orElse(""), path));
        html.closeLine();
    }

    private void facts(TicketEvidence ticket) {
        html.open("dl", "class", "facts wide");
        html.open("div").element("dt", "Builds on").open("dd");
        ticket.ticket()
                .dependsOn()
                .forEach(id -> html.element("a", id, "href", "#t-" + id).text(" "));
        html.text(ticket.ticket().dependsOn().isEmpty() ? "the base alone" : "")
                .close()
                .close();
        html.open("div")
                .element("dt", "Commit")
                .open("dd")
                .code(ticket.commit())
                .close()
                .close();
        if (ticket.moved()) {
            html.open("div")
                    .element("dt", "On the run branch")
                    .open("dd")
                    .code(ticket.merged())
                    .close()
                    .close();
        }
        html.open("div").element("dt", "May touch").open("dd");
        ticket.ticket()
                .files()
                .forEach(rule -> html.code(rule.glob()).text(" (" + String.join(", ", rule.allow()) + ") "));
        html.close().close();
        html.open("div").element("dt", "Touched outside of that").open("dd");
        ticket.outside().forEach(path -> html.code(path).text(" "));
        html.text(ticket.outside().isEmpty() ? "nothing" : "").close().close().closeLine();
    }

    private void attempts(TicketEvidence ticket) {
        html.element("h4", "Attempts").open("ol");
        for (TicketEvidence.Attempt attempt : ticket.attempts()) {
            String page = "TICKETS/" + ticket.ticket().slug() + "/attempt-" + attempt.number() + ".md";
            html.open("li", "value", attempt.number() + "")
                    .line(attempt.outcome())
                    .text(" ");
            html.artifact("page", page).closeLine();
        }
        html.closeLine();
    }

    private void proofs(TicketEvidence ticket) {
        html.element("h4", "Tests")
                .open("div", "class", "scroll")
                .open("table")
                .open("thead")
                .open("tr");
        List.of("Command", "Proves", "Without the change", "With it", "After the merge")
                .forEach(name -> html.element("th", name, "scope", "col"));
        html.close().close().open("tbody");
        for (TicketEvidence.Proof proof : ticket.proofs()) {
            html.open("tr").open("td", "class", "text").code(proof.line()).close();
            html.element(
                    "td",
                    proof.test().proves().isEmpty()
                            ? "safety net"
                            : String.join(", ", proof.test().proves()));
            result(proof.before(), proof.test().mustFailFirst() ? "not recorded" : "not asked for");
            result(proof.after(), "not recorded");
            result(proof.merged(), ticket.moved() ? "not recorded" : "same commit");
            html.closeLine();
        }
        html.close().close().closeLine();
    }

    private void result(Optional<CommandEvidence> command, String none) {
        html.open("td");
        if (command.isEmpty()) {
            html.element("span", none, "class", "sub").close();
            return;
        }
        boolean expected = TestReport.expected(command.get());
        html.element(
                "span",
                expected ? "failed as it must" : command.get().passed() ? "passed" : "failed",
                "class",
                expected || command.get().passed() ? "badge good" : "badge bad");
        html.text(" ")
                .line(command.get().ending())
                .text(", " + Words.millis(command.get().millis()) + " ");
        command.get().log().ifPresent(log -> html.artifact("log", log));
        html.close();
    }

    private void files(TicketEvidence ticket) {
        html.element("h4", "Files").open("ul", "class", "files");
        for (FileEvidence file :
                ticket.files().stream().limit(html.detail().rows()).toList()) {
            html.open("li").code(file.path()).text(" " + file.change() + " ");
            html.element("span", file.binary() ? "binary" : Facts.lines(List.of(file)), "class", "sub")
                    .closeLine();
        }
        html.closeLine();
    }
}
