package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.spec.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The run view without script and style: headings, lists and tables that any browser, reader or printer shows. The script
 * takes its place where scripts run. For one page.
 */
final class PlainPage {
    private static final int SHORT = 12;

    private final JsonNode view;
    private final JsonNode status;
    private final Html html;

    /** @param view as {@link RunView#json} made it */
    PlainPage(JsonNode view, Html html) {
        this.view = view;
        this.status = view.at("/head/status");
        this.html = html;
    }

    String render() {
        html.open("main", "class", "ofx-plain");
        head();
        stages();
        list("How it went", view.path("story"));
        notes();
        spec();
        tickets();
        trace();
        checks();
        commands();
        exchanges();
        files();
        html.open("p").text("Run ").code(text(status, "runId")).text(", trace ").code(text(status, "traceId"));
        return html.closeLine().closeLine().toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static String line(JsonNode argv) {
        return String.join(" ", Json.texts(argv));
    }

    private void head() {
        JsonNode now = view.at("/head/now");
        html.element("h1", text(status, "title"));
        html.open("p")
                .element("b", text(now, "headline") + ".")
                .text(" ")
                .line(text(now, "text"))
                .closeLine();
        html.open("p").text("Next: ").line(text(now, "action")).closeLine();
        JsonNode pull = status.path("pullRequest");
        if (pull.isObject()) {
            html.open("p")
                    .text("Pull request #" + text(pull, "number") + ": ")
                    .web(text(pull, "url"), text(pull, "url"));
            html.text(" at ").code(text(pull, "headSha")).closeLine();
        }
        for (JsonNode check : status.path("checks")) {
            html.open("p")
                    .text("Required check ")
                    .line(text(check, "name"))
                    .text(": ")
                    .element("b", text(check, "conclusion"));
            html.text(" on ").code(text(check, "headSha")).closeLine();
        }
    }

    private void stages() {
        table(
                "Stages",
                List.of("Stage", "State", "Attempts", "Time", "What came of it"),
                status.path("stages"),
                0,
                stage -> {
                    html.element("td", text(stage, "number") + " " + StageId.title(text(stage, "id")));
                    html.element("td", text(stage, "status")).element("td", text(stage, "attempts"));
                    html.element("td", took(stage)).element("td", text(stage, "summary"));
                });
    }

    private static String took(JsonNode stage) {
        if (!stage.path("startedAt").isTextual() || !stage.path("endedAt").isTextual()) {
            return "–";
        }
        Duration time =
                Duration.between(Instant.parse(text(stage, "startedAt")), Instant.parse(text(stage, "endedAt")));
        return time.toMillis() / 1000.0 + " s";
    }

    private void notes() {
        if (view.path("notes").isEmpty()) {
            return;
        }
        html.element("h2", "To confirm").open("ul");
        for (JsonNode note : view.path("notes")) {
            html.open("li")
                    .line(Json.value(note, Note.class).heading() + ": " + text(note, "text"))
                    .closeLine();
        }
        html.closeLine();
    }

    private void list(String title, JsonNode items) {
        if (items.isEmpty()) {
            return;
        }
        html.element("h2", title).open("ul");
        items.forEach(item -> html.element("li", item.asText()));
        html.closeLine();
    }

    private void spec() {
        JsonNode spec = view.path("spec");
        if (!spec.isObject()) {
            return;
        }
        html.element("h2", "Specification")
                .open("p")
                .text("Frozen as SHA-256 ")
                .code(text(spec, "sha256"))
                .closeLine();
        html.element("p", text(spec, "summary")).open("ul");
        for (JsonNode criterion : spec.path("acceptanceCriteria")) {
            html.open("li", "id", text(criterion, "id"))
                    .element("b", text(criterion, "id"))
                    .text(" ");
            html.line(text(criterion, "statement"))
                    .text(" Verified by: ")
                    .line(text(criterion, "verification"))
                    .closeLine();
        }
        html.closeLine();
        list("Scope", spec.path("scope"));
        list("Not built on purpose", spec.path("nonGoals"));
        list("Assumptions", spec.path("assumptions"));
        list("Constraints", spec.path("constraints"));
    }

    private void tickets() {
        List<String> columns = List.of("Ticket", "Title", "State", "Attempts", "Builds on", "Files", "Patch");
        table("Tickets", columns, view.path("tickets"), omitted("tickets"), ticket -> {
            html.open("td", "id", "t-" + text(ticket, "id"))
                    .code(text(ticket, "id"))
                    .close();
            html.element("td", text(ticket, "title")).element("td", text(ticket, "state"));
            html.element("td", text(ticket, "attempts"))
                    .element("td", String.join(" ", Json.texts(ticket.path("dependsOn"))));
            html.open("td");
            ticket.path("changes")
                    .forEach(file -> html.code(text(file, "path"))
                            .text(" +" + text(file, "added") + " −" + text(file, "removed") + " "));
            html.close().open("td");
            artifact(ticket.path("patch"), "patch");
            html.close();
        });
    }

    private void trace() {
        html.element("h2", "Traceability").open("ul");
        for (JsonNode criterion : view.at("/spec/acceptanceCriteria")) {
            String id = text(criterion, "id");
            html.open("li").element("b", id).text(" ");
            for (JsonNode ticket : view.path("tickets")) {
                for (JsonNode test : ticket.path("tests")) {
                    if (Json.texts(test.path("proves")).contains(id)) {
                        html.text("ticket " + text(ticket, "id") + ", ").code(line(test.path("argv")));
                        html.text(test.path("holds").asBoolean() ? ": holds; " : ": not shown; ");
                    }
                }
            }
            html.closeLine();
        }
        html.closeLine();
    }

    private void checks() {
        List<String> columns = List.of("Commit", "Checks", "Verdict", "Reason", "Logs");
        table("Required checks", columns, view.path("rounds"), omitted("rounds"), round -> {
            html.open("td").code(brief(text(round, "commit"))).close().open("td");
            round.path("seen")
                    .forEach(seen -> html.line(text(seen, "name") + ": " + text(seen, "state"))
                            .text(" "));
            html.close().element("td", text(round, "verdict").replace('_', ' ')).element("td", text(round, "reason"));
            html.open("td");
            round.path("seen").forEach(seen -> artifact(seen.path("log"), "log"));
            html.close();
        });
    }

    private void commands() {
        html.element("h2", "Commands")
                .open("p")
                .text(Count.of(view.at("/audit/length").asLong(), "audit record") + ", head ");
        html.code(text(view.path("audit"), "head")).text("; ");
        html.line(view.at("/audit/problem").asText("every link of the chain holds."))
                .closeLine();
        List<String> columns = List.of("#", "Stage", "Ticket", "Command", "Decision", "Sandbox", "Result", "Log");
        table("", columns, view.path("commands"), omitted("commands"), command -> {
            html.element("td", text(command, "seq")).element("td", text(command, "stage"));
            html.element("td", text(command, "ticket"))
                    .open("td")
                    .code(line(command.path("argv")))
                    .close();
            boolean allowed = command.path("allowed").asBoolean();
            html.element(
                    "td",
                    (allowed ? "allowed" : "denied: " + text(command, "reason")) + ", rule " + text(command, "rule"));
            html.element("td", text(command, "tier"))
                    .element("td", text(command, "ending"))
                    .open("td");
            artifact(command.path("log"), "log");
            html.close();
        });
    }

    private void exchanges() {
        List<String> columns = List.of("At", "Stage", "Ticket", "Purpose", "Tokens", "USD", "Milliseconds", "End");
        table("Model exchanges", columns, view.path("exchanges"), omitted("exchanges"), row -> {
            html.element("td", text(row, "at"))
                    .element("td", text(row, "stage"))
                    .element("td", text(row, "ticket"));
            html.element("td", text(row, "purpose") + " " + text(row, "attempt"));
            html.element("td", text(row, "promptTokens") + " + " + text(row, "completionTokens"));
            html.element("td", row.path("usd").isNumber() ? text(row, "usd") : "unknown");
            html.element("td", text(row, "millis")).element("td", text(row, "finish"));
        });
    }

    private void files() {
        table("Artifacts", List.of("File", "Bytes", "SHA-256"), view.path("files"), omitted("files"), file -> {
            html.open("td").artifact(text(file, "path"), text(file, "path")).close();
            html.element("td", text(file, "size"))
                    .open("td")
                    .code(text(file, "sha256"))
                    .close();
        });
    }

    private int omitted(String list) {
        return view.path("omitted").path(list).asInt();
    }

    private static String brief(String id) {
        return id.length() <= SHORT ? id : id.substring(0, SHORT);
    }

    private void artifact(JsonNode path, String text) {
        if (path.isTextual()) {
            html.artifact(text, path.asText()).text(" ");
        }
    }

    private void table(String title, List<String> columns, JsonNode rows, int more, Consumer<JsonNode> row) {
        if (!title.isEmpty()) {
            html.element("h2", title);
        }
        html.open("table").open("thead").open("tr");
        columns.forEach(column -> html.element("th", column, "scope", "col"));
        html.close().close().open("tbody");
        rows.forEach(item -> {
            html.open("tr");
            row.accept(item);
            html.closeLine();
        });
        html.close().closeLine();
        if (more > 0) {
            html.element("p", "… and " + Count.of(more, "more row") + " that this page leaves out.");
        }
    }
}
