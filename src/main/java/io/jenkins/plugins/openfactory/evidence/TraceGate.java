package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate of traceability, decided on {@code TRACEABILITY.json} alone, so that whoever has the file can decide it again:
 * every acceptance criterion is shown by a test or approved by a person, and every hunk of the change is a ticket's.
 */
public final class TraceGate {
    private TraceGate() {}

    /**
     * How well a criterion is shown: {@code proven} by a test that failed without the change and passes with it,
     * {@code kept} by a test that its ticket declares to hold before and after, {@code approved} by a person, or
     * {@code unproven}. A test that does not do what its ticket declares makes the criterion unproven, whatever others show.
     *
     * @param criterion an item of {@code criteria}
     * @param approved whether a person approved exactly this change
     */
    static String status(JsonNode criterion, boolean approved) {
        boolean failedFirst = false;
        boolean all = !criterion.path("tests").isEmpty();
        for (JsonNode test : criterion.path("tests")) {
            all &= problem(test).isEmpty();
            failedFirst |= test.path("failToPass").asBoolean();
        }
        if (all) {
            return failedFirst ? "proven" : "kept";
        }
        return approved ? "approved" : "unproven";
    }

    /** Why a test does not show what its ticket declares, as the rest of a sentence; empty where it does. */
    private static String problem(JsonNode test) {
        JsonNode last = test.path("merged").isObject() ? test.path("merged") : test.path("after");
        if (!last.isObject()) {
            return "has not run with the change";
        }
        if (!last.path("passed").asBoolean() || !test.path("passed").asBoolean()) {
            return "ended with " + last.path("result").asText() + " with the change";
        }
        if (!test.path("failToPass").asBoolean()) {
            return "";
        }
        JsonNode before = test.path("before");
        if (!before.isObject()) {
            return "has not run without the change";
        }
        boolean failed = !before.path("passed").asBoolean()
                && before.path("result").asText().matches("exit code -?[1-9][0-9]*");
        return failed ? "" : "ended with " + before.path("result").asText() + " without the change, where it must fail";
    }

    /** What is wrong, a sentence each that names the criterion or the hunk; empty where the gate is passed. */
    public static List<String> violations(JsonNode traceability) {
        List<String> violations = new ArrayList<>();
        boolean approved = traceability
                .path("approval")
                .path("boundTo")
                .asText("none")
                .equals(traceability.path("headSha").asText());
        for (JsonNode criterion : traceability.path("criteria")) {
            if (status(criterion, approved).equals("unproven")) {
                violations.add(criterion(criterion));
            }
        }
        for (JsonNode file : traceability.path("changes")) {
            file(file, violations);
        }
        return violations;
    }

    private static String criterion(JsonNode criterion) {
        String id = criterion.path("id").asText();
        for (JsonNode test : criterion.path("tests")) {
            String problem = problem(test);
            if (!problem.isEmpty()) {
                return "Criterion " + id + " is not shown: the test '" + String.join(" ", Json.texts(test.path("argv")))
                        + "' of ticket " + test.path("ticket").asText() + " " + problem + ", and nobody approved it.";
            }
        }
        return "Criterion " + id + " is not shown: it has no test, and nobody approved it.";
    }

    private static void file(JsonNode file, List<String> violations) {
        String path = file.path("path").asText();
        if (file.path("hunks").isEmpty() && isNobodys(file)) {
            violations.add("The change of " + path + " belongs to no ticket.");
        }
        List<String> contract = Json.texts(file.path("contract"));
        for (String ticket : Json.texts(file.path("tickets"))) {
            if (!contract.contains(ticket)) {
                violations.add("The change of " + path + " by ticket " + ticket + " is outside its contract.");
            }
        }
        for (JsonNode hunk : file.path("hunks")) {
            if (isNobodys(hunk)) {
                violations.add(
                        "The hunk at line " + hunk.path("newStart").asInt() + " of " + path + " belongs to no ticket.");
            }
        }
    }

    private static boolean isNobodys(JsonNode place) {
        return place.path("nobodys").asBoolean(true) || place.path("tickets").isEmpty();
    }
}
