package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The one meaning of done, checked once more on what the gate left in the record. */
final class Greenness {
    private Greenness() {}

    /** Why the run is not green, as half a sentence; empty where it is. */
    static Optional<String> problem(StageContext context) {
        String green = text(context, "green", "commit");
        String head = text(context, "pull_request", "headSha");
        if (head.isEmpty()) {
            return Optional.of("no pull request is recorded");
        }
        if (!green.equals(head)) {
            return Optional.of("the pull request's head is " + head + " but "
                    + (green.isEmpty() ? "no commit was found green" : "the commit that was found green is " + green));
        }
        return checks(context, head);
    }

    private static Optional<String> checks(StageContext context, String head) {
        JsonNode checks = context.documents().json("checks").orElseGet(Json::array);
        Set<String> missing = new HashSet<>(context.config().requiredChecks());
        for (JsonNode check : checks) {
            String name = check.path("name").asText();
            String conclusion = check.path("conclusion").asText();
            if (!conclusion.equals("success")) {
                return Optional.of("the required check " + name + " ended as '" + conclusion + "'");
            }
            if (!check.path("headSha").asText().equals(head)) {
                return Optional.of("the required check " + name + " succeeded on "
                        + check.path("headSha").asText() + " and not on the pull request's head " + head);
            }
            missing.remove(name);
        }
        if (!missing.isEmpty()) {
            return Optional.of("nothing is recorded of the required check "
                    + missing.stream().sorted().findFirst().get());
        }
        return checks.isEmpty() ? Optional.of("no required check is recorded") : Optional.empty();
    }

    private static String text(StageContext context, String document, String field) {
        return context.documents()
                .json(document)
                .map(json -> json.path(field).asText())
                .orElse("");
    }
}
