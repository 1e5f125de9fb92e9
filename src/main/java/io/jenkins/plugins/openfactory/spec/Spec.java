package io.jenkins.plugins.openfactory.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;

/** A specification that passed its schema. Immutable. */
public record Spec(
        String title,
        String summary,
        List<String> scope,
        List<String> nonGoals,
        List<String> assumptions,
        List<Criterion> acceptanceCriteria,
        List<String> constraints,
        List<Risk> risks,
        String sha256) {

    /** One acceptance criterion. */
    public record Criterion(String id, String statement, String verification) {}

    /** One risk with what is done about it. */
    public record Risk(String risk, String mitigation) {}

    /** Reads a document that was validated against {@code spec.schema.json}; its hash is that of its canonical form. */
    public static Spec of(JsonNode json) {
        List<Criterion> criteria = new ArrayList<>();
        for (JsonNode c : json.path("acceptanceCriteria")) {
            criteria.add(new Criterion(
                    c.path("id").asText(),
                    c.path("statement").asText(),
                    c.path("verification").asText()));
        }
        List<Risk> risks = new ArrayList<>();
        for (JsonNode r : json.path("risks")) {
            risks.add(new Risk(r.path("risk").asText(), r.path("mitigation").asText()));
        }
        return new Spec(
                json.path("title").asText(),
                json.path("summary").asText(),
                Json.texts(json.path("scope")),
                Json.texts(json.path("nonGoals")),
                Json.texts(json.path("assumptions")),
                List.copyOf(criteria),
                Json.texts(json.path("constraints")),
                List.copyOf(risks),
                freezeHash(json));
    }

    /** The freeze hash: SHA-256 of the canonical form (RFC 8785). */
    public static String freezeHash(JsonNode json) {
        return Sha256.hex(Json.canonical(json));
    }
}
