package io.jenkins.plugins.openfactory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The status document of a run, in the one shape that the command line, the Jenkins API and the report show (schema
 * {@code run-status}). Made from the run record alone. Every field is always there; what isn't known is null.
 */
public final class RunStatusDocument {
    private static final String[] LIMITS = {
        "usd", "tokens", "usdPerTicket", "tokensPerTicket", "usdPerDay", "tokensPerDay", "wallClockSeconds"
    };

    private RunStatusDocument() {}

    /**
     * The status of a run.
     *
     * @throws UserError if there is no such run
     */
    public static ObjectNode of(RunStore store, String runId) {
        // The run's row is read first: a run that is seen to be done has then recorded all its stages before.
        RunRow run = store.run(runId)
                .orElseThrow(
                        () -> new UserError("there is no run '" + runId + "'; list the runs to see which there are"));
        JsonNode config = Json.read(run.config());
        ObjectNode document = Json.object()
                .put("runId", run.runId())
                .put("traceId", run.traceId())
                .put("status", run.state().id())
                .put("title", run.title())
                .put("waitingFor", run.waitingFor().map(WaitReason::id).orElse(null))
                .put("waitingText", run.waitingText().orElse(null));
        document.putObject("request").put("sha256", run.requestSha256());
        document.putObject("spec").put("sha256", run.specSha256().orElse(null));
        document.set("stages", stages(store.stages(runId)));
        document.set("tickets", tickets(store.tickets(runId)));
        document.set("model", copy(config.path("model"), "provider", "baseUrl", "modelId", "temperature", "maxTokens"));
        document.set("usage", usage(store.usage(runId)));
        document.set("budget", budget(config.path("budget"), store.ledger(runId)));
        document.set("sandbox", sandbox(document(store, runId, "sandbox")));
        document.set(
                "pullRequest",
                copy(document(store, runId, "pull_request"), "number", "url", "branch", "headSha", "draft"));
        document.set("checks", checks(document(store, runId, "checks")));
        document.set("error", error(run));
        return document.put("createdAt", time(run.createdAt())).put("updatedAt", time(run.updatedAt()));
    }

    /** The list of runs, newest first as the store gives them. */
    public static ArrayNode runs(List<RunSummary> runs) {
        ArrayNode list = Json.array();
        for (RunSummary run : runs) {
            list.addObject()
                    .put("runId", run.runId())
                    .put("status", run.state().id())
                    .put("title", run.title())
                    .put("createdAt", time(run.createdAt()))
                    .put("updatedAt", time(run.updatedAt()));
        }
        return list;
    }

    private static ArrayNode stages(List<StageRow> stages) {
        ArrayNode list = Json.array();
        for (StageRow stage : stages) {
            list.addObject()
                    .put("number", stage.stage().number())
                    .put("id", stage.stage().id())
                    .put("status", stage.state().id())
                    .put("attempts", stage.attempts())
                    .put("startedAt", time(stage.startedAt()))
                    .put("endedAt", time(stage.endedAt()))
                    .put("summary", stage.summary());
        }
        return list;
    }

    private static ArrayNode tickets(List<TicketRow> tickets) {
        ArrayNode list = Json.array();
        for (TicketRow ticket : tickets) {
            ObjectNode entry = list.addObject()
                    .put("id", ticket.ticketId())
                    .put("title", ticket.title())
                    .put("status", ticket.state().id())
                    .put("attempts", ticket.attempts());
            entry.set("dependsOn", Json.tree(ticket.dependsOn()));
            entry.put("branch", ticket.branch().orElse(null))
                    .put("commit", ticket.commit().orElse(null))
                    .put("summary", ticket.summary());
        }
        return list;
    }

    private static ObjectNode usage(RunStore.Usage usage) {
        return Json.object()
                .put("promptTokens", usage.promptTokens())
                .put("completionTokens", usage.completionTokens())
                .put("usd", usage.usd())
                .put("exchanges", usage.exchanges())
                .put("unpricedExchanges", usage.unpriced());
    }

    private static ObjectNode budget(JsonNode config, List<LedgerRow> ledger) {
        ObjectNode budget = Json.object();
        for (String limit : LIMITS) {
            budget.set(limit, orNull(config.path(limit)));
        }
        budget.set("used", sum(ledger, true));
        budget.set("reserved", sum(ledger, false));
        return budget;
    }

    private static ObjectNode sum(List<LedgerRow> ledger, boolean settled) {
        long tokens = 0;
        BigDecimal usd = BigDecimal.ZERO;
        for (LedgerRow entry : ledger) {
            if (entry.settled() == settled) {
                tokens += entry.tokens();
                usd = usd.add(BigDecimal.valueOf(entry.usd()));
            }
        }
        return Json.object().put("tokens", tokens).put("usd", usd.doubleValue());
    }

    private static ObjectNode sandbox(JsonNode recorded) {
        ObjectNode sandbox = Json.object();
        sandbox.set("tier", orNull(recorded.path("tier")));
        sandbox.set("detail", orNull(recorded.path("detail")));
        return sandbox;
    }

    private static ArrayNode checks(JsonNode recorded) {
        ArrayNode list = Json.array();
        for (JsonNode check : recorded) {
            list.add(copy(check, "name", "app", "status", "conclusion", "headSha", "verdict"));
        }
        return list;
    }

    private static JsonNode error(RunRow run) {
        if (run.errorCode().isEmpty() && run.errorText().isEmpty()) {
            return NullNode.instance;
        }
        return Json.object()
                .put("code", run.errorCode().orElse(null))
                .put("message", run.errorText().orElse(null));
    }

    private static JsonNode copy(JsonNode from, String... fields) {
        if (!from.isObject()) {
            return NullNode.instance;
        }
        ObjectNode copy = Json.object();
        for (String field : fields) {
            copy.set(field, orNull(from.path(field)));
        }
        return copy;
    }

    private static JsonNode document(RunStore store, String runId, String name) {
        return store.document(runId, name).map(Json::read).orElse(NullNode.instance);
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? NullNode.instance : node;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(RunStatusDocument::time).orElse(null);
    }
}
