package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Optional;

/** Checks before every stage after the freeze that {@code SPEC.json} still is what was frozen. */
final class SpecGuard {
    private SpecGuard() {}

    static void check(RunStore store, String runId, StageId stage, Doors doors) {
        if (stage.number() <= StageId.SPEC_FREEZE.number()) {
            return;
        }
        String frozen = store.run(runId)
                .flatMap(row -> row.specSha256())
                .orElseThrow(() -> new WorldFault("spec_missing", "No specification is frozen in run " + runId + "."));
        Optional<String> found = doors.artifacts().read("SPEC.json").map(SpecGuard::hash);
        if (!found.equals(Optional.of(frozen))) {
            throw new WorldFault(
                    "spec_drift",
                    "SPEC.json was frozen as " + frozen + " but is now " + found.orElse("gone")
                            + "; put the frozen file back and let the run go on, or start a new run with an amended request.");
        }
    }

    private static String hash(String text) {
        try {
            return Spec.freezeHash(Json.read(text));
        } catch (IllegalArgumentException e) {
            return "no valid JSON";
        }
    }
}
