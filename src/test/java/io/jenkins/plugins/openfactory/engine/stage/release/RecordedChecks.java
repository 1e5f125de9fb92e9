package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.json.Json;

/** What the gate leaves in the record of its two rounds: one red because of the patch, one green. */
final class RecordedChecks {
    private final StageContext context;
    private final String word;

    RecordedChecks(StageContext context, String word) {
        this.context = context;
        this.word = word;
    }

    void red(String head) {
        observe("checks-1", head, "failure");
        ObjectNode round = Json.object()
                .put("commit", head)
                .put("verdict", "caused_by_patch")
                .put("reason", "it fails. " + word);
        ObjectNode tried = round.withArray("tried").addObject().put("ending", "exit code 2");
        tried.put("log", "CI_EVIDENCE/logs/triage-1-head-1.log")
                .putArray("argv")
                .add("make")
                .add("ci");
        publish("round-1.json", Json.pretty(round));
        publish("round-1-tests.log", "red " + word + "\n");
        publish("round-1-evidence.txt", "Part.java:1: error " + word + "\n");
    }

    void green(String head) {
        observe("checks-2", head, "success");
        publish("final-tests.log", "green\n");
    }

    private void publish(String file, String text) {
        context.doors().artifacts().publish(context.scope(), "CI_EVIDENCE/" + file, text);
    }

    private void observe(String name, String head, String state) {
        ObjectNode seen = Json.object().put("headSha", head).put("open", true);
        seen.withArray("checks")
                .addObject()
                .put("name", "tests")
                .put("id", "1")
                .put("app", "ci")
                .put("state", state)
                .put("summary", "summary " + word)
                .put("log", word)
                .put("url", "https://git.example.org/check/1");
        context.doors()
                .observe()
                .once(context.scope(), name, Json.object().put("commit", head), () -> seen, JsonNode.class);
    }
}
