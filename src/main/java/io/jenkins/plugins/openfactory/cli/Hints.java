package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.RunRow;

/** What a person does next. */
final class Hints {
    private Hints() {}

    static String forWaiting(RunRow row) {
        WaitReason reason = row.waitingFor().orElse(WaitReason.PROVIDER);
        return switch (reason) {
            case CLARIFICATION -> "Answer with: ./factory answer " + row.runId() + " \"your answer\"";
            case APPROVAL -> "Decide with: ./factory approve " + row.runId() + "   or: ./factory reject " + row.runId();
            case PROVIDER, CI -> "Go on with: ./factory resume " + row.runId();
        };
    }
}
