package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.evidence.Costs;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.time.Duration;
import java.util.Locale;

/** A run's status for people. */
final class StatusText {
    private StatusText() {}

    static String render(Wiring wiring, RunRow row) {
        RunStore store = wiring.store();
        StringBuilder text = new StringBuilder();
        text.append("run     ")
                .append(row.runId())
                .append("  ")
                .append(row.title())
                .append('\n');
        text.append("status  ").append(row.state().id());
        row.waitingFor().ifPresent(reason -> text.append(" for ").append(reason.id()));
        text.append('\n');
        row.waitingText().ifPresent(why -> text.append("        ").append(why).append('\n'));
        row.errorText().ifPresent(why -> text.append("        ").append(why).append('\n'));
        text.append("trace   ").append(row.traceId()).append("\n\n");
        store.stages(row.runId()).forEach(stage -> stage(text, stage));
        if (!store.tickets(row.runId()).isEmpty()) {
            text.append('\n');
        }
        store.tickets(row.runId()).forEach(ticket -> ticket(text, ticket));
        store.document(row.runId(), "pull_request")
                .map(Json::read)
                .ifPresent(pull -> text.append("\npull request ")
                        .append(pull.path("url").asText())
                        .append(" at ")
                        .append(pull.path("headSha").asText())
                        .append('\n'));
        store.document(row.runId(), "checks")
                .map(Json::read)
                .ifPresent(checks -> checks.forEach(check -> text.append("check ")
                        .append(check.path("name").asText())
                        .append(": ")
                        .append(check.path("conclusion").asText())
                        .append('\n')));
        RunStore.Usage usage = store.usage(row.runId());
        text.append(String.format(
                Locale.ROOT,
                "%nmodel   %d exchanges, %d prompt and %d completion tokens%n",
                usage.exchanges(),
                usage.promptTokens(),
                usage.completionTokens()));
        Costs.of(store.exchanges(row.runId()))
                .forEach(cost -> text.append(String.format(
                        Locale.ROOT,
                        "        %-18s %3d  %7d + %-6d tokens  %s%n",
                        cost.name(),
                        cost.exchanges(),
                        cost.promptTokens(),
                        cost.completionTokens(),
                        cost.price())));
        text.append("files   ").append(wiring.home().artifacts(row.runId())).append('\n');
        return Inert.text(text.toString());
    }

    private static void stage(StringBuilder text, StageRow row) {
        String time = row.startedAt()
                .flatMap(start -> row.endedAt().map(end -> Duration.between(start, end)))
                .map(took -> String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0))
                .orElse("");
        text.append(String.format(
                "%d %-14s %-10s %2s %9s  %s%n",
                row.stage().number(),
                row.stage().title(),
                row.state().id(),
                row.attempts() == 0 ? "" : row.attempts() + "×",
                time,
                row.summary()));
    }

    private static void ticket(StringBuilder text, TicketRow row) {
        text.append(String.format(
                "ticket %s %-10s %2d× %s%s%n",
                row.ticketId(),
                row.state().id(),
                row.attempts(),
                row.title(),
                row.summary().isEmpty() ? "" : ": " + row.summary()));
    }
}
