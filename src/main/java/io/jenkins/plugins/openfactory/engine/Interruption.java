package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;

/**
 * Tells an attempt of a stage that something from outside broke off (a cancel, a fault of the world) from one that came
 * to its end. A broken-off attempt is gone on with when the run is resumed, so that nothing it paid for is paid again;
 * one that failed by itself is begun anew.
 */
final class Interruption {
    private static final String DOCUMENT = "interrupted";

    private final RunStore store;
    private final String runId;

    Interruption(RunStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    /** Remembers what broke an attempt off, where it came from outside. */
    void remember(StageRow stage, RuntimeException cause) {
        if (cause instanceof RunCancelledException || cause instanceof WorldFault || cause instanceof UserError) {
            store.saveDocument(
                    runId,
                    DOCUMENT,
                    Json.write(Json.object().put("stage", stage.stage().id()).put("attempt", stage.attempts())));
        }
    }

    /** Whether this attempt goes on where it was: the process ended in it, or it was broken off. */
    boolean goesOn(StageRow before) {
        return before.state() == StageState.RUNNING || before.state() == StageState.FAILED && brokenOff(before);
    }

    /** Forgets it, once the attempt is under way again. */
    void forget(StageRow stage) {
        if (brokenOff(stage)) {
            store.saveDocument(runId, DOCUMENT, "{}");
        }
    }

    private boolean brokenOff(StageRow stage) {
        JsonNode kept = store.document(runId, DOCUMENT).map(Json::read).orElseGet(Json::object);
        return kept.path("stage").asText().equals(stage.stage().id())
                && kept.path("attempt").asInt() == stage.attempts();
    }
}
