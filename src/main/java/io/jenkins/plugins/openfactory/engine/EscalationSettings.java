package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;

/** What the stronger model takes from the first one where it says nothing itself. */
final class EscalationSettings {
    static final String FIELD = "escalation";

    private static final List<String> ANYWHERE =
            List.of("provider", "baseUrl", "temperature", "maxTokens", "seed", "timeoutSeconds", "record");
    /** A key is for the server that it was given for, and for no other. */
    private static final List<String> SAME_PLACE = List.of("keyFile", "recording");

    private EscalationSettings() {}

    /** Fills what is missing of a model's escalation; prices and the model's name are never taken over. */
    static void complete(JsonNode model) {
        if (!(model.path(FIELD) instanceof ObjectNode wanted)) {
            return;
        }
        ObjectNode whole = Json.object();
        ANYWHERE.stream().filter(model::hasNonNull).forEach(name -> whole.set(name, model.get(name)));
        whole.setAll(wanted);
        if (whole.path("provider").equals(model.path("provider"))
                && whole.path("baseUrl").equals(model.path("baseUrl"))) {
            SAME_PLACE.stream()
                    .filter(name -> model.hasNonNull(name) && !whole.has(name))
                    .forEach(name -> whole.set(name, model.get(name)));
        }
        ((ObjectNode) model).set(FIELD, whole);
    }
}
