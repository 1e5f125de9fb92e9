package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Optional;

/** The settings of runs as they are now: what was recorded with the run, and what was amended since. */
final class Amendments {
    private static final String DOCUMENT = "amendments";

    private final RunStore store;

    Amendments(RunStore store) {
        this.store = store;
    }

    /** See {@link Factory#amend}. */
    void amend(String runId, ObjectNode settings) {
        RunRow row = row(runId);
        ObjectNode all = store.document(runId, DOCUMENT)
                .map(text -> (ObjectNode) Json.read(text))
                .orElseGet(Json::object);
        RunSettings.merge(all, settings);
        RunSettings.amended(row.config(), Optional.of(Json.write(all)));
        store.saveDocument(runId, DOCUMENT, Json.write(all));
    }

    /** The settings of a run. */
    RunConfig config(String runId) {
        return RunSettings.amended(row(runId).config(), store.document(runId, DOCUMENT));
    }

    /** @throws UserError where retention took away what going on would need */
    void refusePruned(String runId) {
        if (store.document(runId, RunStore.FILES_DROPPED).isPresent()
                || store.document(runId, RunStore.EXCHANGES_DROPPED).isPresent()) {
            throw new UserError("Run " + runId + " can't go on, because retention took its files or exchanges away;"
                    + " begin a new run.");
        }
    }

    private RunRow row(String runId) {
        return store.run(runId).orElseThrow(() -> new UserError("There is no run " + runId + "."));
    }
}
