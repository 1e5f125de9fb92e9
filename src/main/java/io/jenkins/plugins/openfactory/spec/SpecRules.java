package io.jenkins.plugins.openfactory.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the schema can't say of a specification. */
public final class SpecRules {
    private SpecRules() {}

    /** The first broken rule, as a JSON Pointer and a sentence. */
    public static Optional<String> firstProblem(JsonNode spec) {
        JsonNode criteria = spec.path("acceptanceCriteria");
        for (int i = 0; i < criteria.size(); i++) {
            String id = criteria.get(i).path("id").asText();
            String expected = "AC-" + (i + 1);
            if (!id.equals(expected)) {
                return Optional.of("/acceptanceCriteria/" + i + "/id: is '" + id + "' but must be '" + expected
                        + "'; number the criteria from AC-1 without gaps");
            }
        }
        return Optional.empty();
    }
}
