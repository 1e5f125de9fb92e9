package io.jenkins.plugins.openfactory.jenkins.steps;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunStore;

/** What {@code factoryImplement} does inside of {@code factoryCiGate}, counted in the run's record. Stateless. */
final class Repairs {
    private static final String DOCUMENT = "jenkins_repairs";

    private Repairs() {}

    /** Whether a step that implements has the gate's work to do: the gate began and did not end. */
    static boolean due(RunStore store, String runId, StepKind kind) {
        return kind == StepKind.IMPLEMENT
                && store.stages(runId).get(StageId.PR_CI_GATE.number()).state() == StageState.RUNNING;
    }

    /** How often it was begun. */
    static int count(RunStore store, String runId) {
        return store.document(runId, DOCUMENT).map(Integer::valueOf).orElse(0);
    }

    static void begin(RunStore store, String runId) {
        store.saveDocument(runId, DOCUMENT, Integer.toString(count(store, runId) + 1));
    }
}
