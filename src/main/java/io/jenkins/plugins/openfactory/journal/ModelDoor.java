package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.Pricing;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.LedgerRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The model behind the doorway: every exchange is reserved in the budget first, paid once and kept. */
public final class ModelDoor {
    private final DoorParts parts;
    private final Doorway doorway;
    private final ModelPort model;
    private final Optional<ModelDoor> escalation;
    private final RunStore store;
    private final String runId;
    private final Budget budget;
    private final UnaryOperator<String> mask;
    private final CancelToken cancel;
    private final Clock clock;

    ModelDoor(DoorParts parts, ModelPort model, Optional<ModelPort> stronger, Budget budget) {
        this.parts = parts;
        this.doorway = parts.doorway();
        this.store = parts.store();
        this.runId = parts.runId();
        this.mask = parts.mask();
        this.cancel = parts.cancel();
        this.clock = parts.clock();
        this.model = model;
        this.budget = budget;
        this.escalation = stronger.map(port -> new ModelDoor(parts, port, Optional.empty(), budget));
    }

    /** The door to the stronger model that last attempts ask, with its own prices and the same budget. */
    public Optional<ModelDoor> escalation() {
        return escalation;
    }

    public ModelSettings settings() {
        return model.settings();
    }

    /** Shows that the provider answers; kept like any exchange. The stronger model's is the second one. */
    public ModelReply ping(Scope scope) {
        return ping(scope, 1);
    }

    /** Shows that the stronger model's provider answers, where there is one. */
    public Optional<ModelReply> pingEscalation(Scope scope) {
        return escalation.map(door -> door.ping(scope, 2));
    }

    private ModelReply ping(Scope scope, int number) {
        ModelRequest request =
                new ModelRequest(ModelRequest.Purpose.PREFLIGHT, Optional.empty(), number, java.util.List.of());
        return exchange(scope, request, Optional.empty(), () -> model.ping(cancel));
    }

    /**
     * Asks once. The same request of the same place in the run is never paid twice.
     *
     * @param bounds what the ticket may use, where a ticket asks
     * @throws WorldFault {@code budget_exhausted} before the call where its worst case is not covered
     */
    public ModelReply ask(Scope scope, ModelRequest request, Optional<Budget.TicketBounds> bounds) {
        return exchange(scope, request, bounds, () -> model.chat(request, cancel));
    }

    private ModelReply exchange(
            Scope scope,
            ModelRequest request,
            Optional<Budget.TicketBounds> bounds,
            java.util.function.Supplier<ModelReply> call) {
        String key = scope.key("model", request.purpose().id(), request.attempt());
        ObjectNode asked = describe(request);
        Effect<ModelReply> effect = Effect.repeatable(
                        scope,
                        "model",
                        key,
                        asked,
                        () -> {
                            Canaries.notInRequest(parts, Json.write(asked));
                            reserve(scope, key, request, bounds);
                            return masked(call.get());
                        },
                        Json::tree,
                        json -> Json.value(json, ModelReply.class))
                .settledBy(reply -> books(scope, key, request, asked, reply));
        return doorway.once(effect);
    }

    private ModelReply masked(ModelReply reply) {
        return new ModelReply(
                mask.apply(reply.text()),
                reply.promptTokens(),
                reply.completionTokens(),
                reply.finishReason(),
                reply.latency(),
                reply.tries());
    }

    private void reserve(Scope scope, String key, ModelRequest request, Optional<Budget.TicketBounds> bounds) {
        LedgerRow row = new LedgerRow(
                runId,
                key,
                scope.ticketId(),
                Pricing.worstCaseTokens(model.settings(), request),
                Pricing.worstCaseUsd(model.settings(), request).orElse(0.0),
                false,
                clock.instant());
        store.reserve(
                        row,
                        budget.bounds(
                                bounds, clock.instant().atZone(ZoneOffset.UTC).toLocalDate()))
                .ifPresent(why -> {
                    throw new WorldFault(
                            "budget_exhausted",
                            why + ". What is done so far is kept; raise the budget and let the run go on.");
                });
    }

    private ObjectNode describe(ModelRequest request) {
        ModelSettings settings = model.settings();
        ObjectNode asked = Json.object();
        asked.put("provider", settings.provider()).put("modelId", settings.modelId());
        asked.put("temperature", settings.temperature()).put("maxTokens", settings.maxTokens());
        asked.put("purpose", request.purpose().id()).put("attempt", request.attempt());
        request.ticketId().ifPresent(id -> asked.put("ticket", id));
        ArrayNode messages = asked.putArray("messages");
        request.messages()
                .forEach(m -> messages.addObject().put("role", m.role()).put("text", m.text()));
        return asked;
    }

    private Effect.Settlement books(Scope scope, String key, ModelRequest request, ObjectNode asked, ModelReply reply) {
        ModelSettings s = model.settings();
        Optional<Double> usd = Pricing.usd(s, reply);
        ExchangeRow exchange = new ExchangeRow(
                runId,
                key,
                scope.stage(),
                scope.ticketId(),
                request.attempt(),
                request.purpose().id(),
                s.provider(),
                s.baseUrl(),
                s.modelId(),
                s.temperature(),
                s.maxTokens(),
                s.seed(),
                Sha256.hex(Json.canonical(asked)),
                reply.promptTokens(),
                reply.completionTokens(),
                usd,
                reply.latency().toMillis(),
                reply.finishReason(),
                reply.tries(),
                clock.instant());
        LedgerRow settled = new LedgerRow(
                runId,
                key,
                scope.ticketId(),
                (long) reply.promptTokens() + reply.completionTokens(),
                usd.orElse(0.0),
                true,
                clock.instant());
        return new Effect.Settlement(Optional.of(exchange), Optional.of(settled));
    }
}
