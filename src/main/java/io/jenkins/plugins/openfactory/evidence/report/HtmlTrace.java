package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;
import java.util.Optional;

/** From each acceptance criterion to what shows it. */
final class HtmlTrace {
    private final RunEvidence run;
    private final Html html;

    HtmlTrace(RunEvidence run, Html html) {
        this.run = run;
        this.html = html;
    }

    void section() {
        html.open("section", "id", "trace").element("h2", "Traceability");
        html.open("p", "class", "sub").text("The same with files, hunks and audit numbers is in ");
        html.artifact("TRACEABILITY.json", "TRACEABILITY.json").text(".").close();
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        List.of("Criterion", "Ticket", "Test", "Fails without", "Passes with", "Commit")
                .forEach(name -> html.element("th", name, "scope", "col"));
        html.close().close().open("tbody");
        run.spec().acceptanceCriteria().forEach(this::criterion);
        html.close().close().close().closeLine();
    }

    private void criterion(Spec.Criterion criterion) {
        boolean first = true;
        for (TicketEvidence ticket : run.tickets()) {
            for (TicketEvidence.Proof proof : ticket.proofs()) {
                if (proof.test().proves().contains(criterion.id())) {
                    html.open("tr");
                    name(criterion, first);
                    first = false;
                    proof(ticket, proof);
                    html.closeLine();
                }
            }
        }
        if (first) {
            html.open("tr");
            name(criterion, true);
            html.element("td", "no test shows it", "colspan", "5").closeLine();
        }
    }

    private void name(Spec.Criterion criterion, boolean whole) {
        html.open("td", "class", "text");
        if (whole) {
            html.element("a", criterion.id(), "href", "#" + criterion.id())
                    .text(" ")
                    .line(criterion.statement());
        } else {
            html.element("span", criterion.id(), "class", "sub");
        }
        html.close();
    }

    private void proof(TicketEvidence ticket, TicketEvidence.Proof proof) {
        html.open("td").element("a", ticket.id(), "href", "#t-" + ticket.id()).close();
        html.open("td", "class", "text").code(proof.line()).close();
        run(proof.before(), Facts.before(proof));
        run(proof.last(), Facts.after(proof));
        html.open("td", "class", "number").code(Words.brief(ticket.merged())).close();
    }

    private void run(Optional<CommandEvidence> command, String word) {
        html.open("td").line(word).text(" ");
        command.flatMap(CommandEvidence::log).ifPresent(log -> html.artifact("log", log));
        html.close();
    }
}
