package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Optional;

/** What each step of a build was told, kept with its run so that a restarted build can begin again with the same. Stateless. */
final class StepOrders {
    private static final String DOCUMENT = "jenkins_orders";

    private StepOrders() {}

    /** Keeps a step's order with the run; what an earlier step of this kind was told is replaced. */
    static void save(RunStore store, String runId, StepOrder order, Masker masker) {
        ObjectNode all = all(store, runId);
        ObjectNode kept = all.putObject(order.kind().name());
        kept.put("settings", Json.write(order.settings()));
        kept.put("source", order.startsRun() ? source(order, masker) : "");
        store.saveDocument(runId, DOCUMENT, Json.write(all));
    }

    /** What a step of this kind was told in a run; empty where there was none. */
    static Optional<StepOrder> of(RunStore store, String runId, StepKind kind) {
        JsonNode order = all(store, runId).path(kind.name());
        return order.isMissingNode()
                ? Optional.empty()
                : Optional.of(new StepOrder(
                        kind,
                        order.path("settings").asText(),
                        order.path("source").asText(),
                        false,
                        true));
    }

    /** Whether a run was begun with the same request for the same repository. */
    static boolean has(RunStore store, String runId, StepOrder order, Masker masker) {
        String source = source(order, masker);
        return of(store, runId, order.kind())
                .filter(kept -> kept.source().equals(source))
                .isPresent();
    }

    /** The request is what somebody wrote; all else are names. */
    private static String source(StepOrder order, Masker masker) {
        ObjectNode source = (ObjectNode) Json.read(order.source());
        if (source.has("request")) {
            source.put("request", masker.mask(source.path("request").asText()));
        }
        return Json.write(source);
    }

    private static ObjectNode all(RunStore store, String runId) {
        return store.document(runId, DOCUMENT)
                .map(text -> (ObjectNode) Json.read(text))
                .orElseGet(Json::object);
    }
}
