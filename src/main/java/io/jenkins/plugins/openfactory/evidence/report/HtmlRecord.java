package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The long tables: every command, every exchange, every artifact. */
final class HtmlRecord {
    private final RunEvidence run;
    private final Html html;

    HtmlRecord(RunEvidence run, Html html) {
        this.run = run;
        this.html = html;
    }

    void sections(List<Artifact> artifacts) {
        commands();
        exchanges();
        artifacts(artifacts);
    }

    private void commands() {
        Map<Long, CommandEvidence> jobs = run.commands().stream()
                .collect(Collectors.toMap(CommandEvidence::audit, Function.identity(), (first, second) -> first));
        html.open("section", "id", "commands").element("h2", "Commands").open("p", "class", "sub");
        html.text(Words.count(run.audit().length(), "audit record") + ", head ")
                .code(run.audit().head())
                .text("; ");
        html.line(run.audit().problem().orElse("every link of the chain holds."))
                .close();
        List<String> columns = List.of(
                "#",
                "Stage",
                "Ticket",
                "Job",
                "Proposed by",
                "Command",
                "Decision",
                "Sandbox",
                "Result",
                "Time",
                "Log");
        table(columns, run.audited(), command -> command(command, Optional.ofNullable(jobs.get(command.seq()))));
        html.closeLine();
    }

    private void command(AuditedCommand command, Optional<CommandEvidence> job) {
        html.element("td", command.seq() + "", "class", "number")
                .element("td", command.stage().replace('_', ' '));
        html.element("td", command.ticketId().orElse("–"));
        html.element("td", job.map(CommandEvidence::job).orElse("–")).element("td", command.proposedBy());
        html.open("td", "class", "text").code(command.line()).close();
        html.open("td").badge(command.denied() ? "denied" : "allowed");
        command.reason().ifPresent(why -> html.text(" ").line(command.code().orElse("") + ": " + why));
        html.element("div", "rule " + command.rule(), "class", "sub").close();
        html.element(
                "td",
                command.place()
                        .map(place -> place.tier() + ", " + network(place.network()))
                        .orElse("–"));
        html.open("td").line(command.denied() ? "did not run" : command.ending());
        html.text(job.filter(TestReport::expected).isPresent() ? ", as it must" : "")
                .close();
        html.element("td", command.end().map(end -> Words.millis(end.millis())).orElse("–"), "class", "number");
        html.open("td");
        job.flatMap(CommandEvidence::log).ifPresent(log -> html.artifact("log", log));
        html.close();
    }

    private static String network(String network) {
        return network.equals("loopback") ? "no network" : "network " + network;
    }

    private void exchanges() {
        html.open("section", "id", "exchanges").element("h2", "Model exchanges").open("p", "class", "sub");
        html.line(Facts.model(run)).text(" at ").code(run.setup().model().baseUrl());
        html.text(", temperature " + run.setup().model().temperature() + ", at most "
                        + Words.count(run.setup().model().maxTokens(), "token") + " a reply. In all: "
                        + Facts.tokens(run.usage()) + ", " + Facts.cost(run.usage()) + ".")
                .close();
        List<String> columns = List.of(
                "At (UTC)",
                "Stage",
                "Ticket",
                "Purpose",
                "Question",
                "Model",
                "Prompt tokens",
                "Completion tokens",
                "Cost",
                "Time",
                "End");
        table(columns, run.exchanges(), this::exchange);
        html.closeLine();
    }

    private void exchange(ExchangeRow exchange) {
        html.element("td", Words.second(exchange.at()), "class", "time");
        html.element("td", exchange.stage().id().replace('_', ' '))
                .element("td", exchange.ticketId().orElse("–"));
        html.element("td", exchange.purpose()).element("td", exchange.attempt() + "", "class", "number");
        html.open("td", "class", "text").line(exchange.modelId()).close();
        html.element("td", Words.number(exchange.promptTokens()), "class", "number");
        html.element("td", Words.number(exchange.completionTokens()), "class", "number");
        html.element("td", exchange.usd().map(Words::usd).orElse("unknown"), "class", "number");
        html.element("td", Words.millis(exchange.latencyMillis()), "class", "number");
        html.element(
                "td", exchange.finishReason() + (exchange.tries() > 1 ? " after " + exchange.tries() + " tries" : ""));
    }

    private void artifacts(List<Artifact> artifacts) {
        html.open("section", "id", "artifacts").element("h2", "Artifacts").open("p", "class", "sub");
        html.text("Written after this page: ").artifact("provenance.intoto.json", "provenance.intoto.json");
        html.text(" and ")
                .artifact("manifest.json", "manifest.json")
                .text(", which has every file's hash.")
                .close();
        table(List.of("File", "Size", "SHA-256"), artifacts, artifact -> {
            html.open("td").artifact(artifact.path(), artifact.path()).close();
            html.element("td", Words.bytes(artifact.size()), "class", "number");
            html.open("td").element("code", artifact.sha256(), "class", "hash").close();
        });
        html.closeLine();
    }

    private <T> void table(List<String> columns, List<T> rows, Consumer<T> row) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        columns.forEach(column -> html.element("th", column, "scope", "col"));
        html.close().close().open("tbody");
        rows.stream().limit(html.detail().rows()).forEach(item -> {
            html.open("tr");
            row.accept(item);
            html.closeLine();
        });
        html.close().close().close();
        int more = rows.size() - html.detail().rows();
        if (more > 0) {
            html.element("p", "… and " + Words.count(more, "more row") + " that this page leaves out.", "class", "sub");
        }
    }
}
