package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunRow;

/** What a person says to a waiting run, as it is recorded. */
final class Words {
    private Words() {}

    /** Records an answer to the clarification question. */
    static void answer(Wiring wiring, String runId, String text) {
        RunRow row = waiting(wiring, runId, WaitReason.CLARIFICATION, "answer");
        if (text.isBlank()) {
            throw new UserError(
                    "The answer is empty; write one, or reject the run with './factory cancel " + runId + "'.");
        }
        String question = row.waitingText().orElse("");
        save(wiring, runId, "clarification", "answer", io.jenkins.plugins.openfactory.id.Sha256.hex(question), text);
    }

    /** Records an approval or a rejection of exactly what was shown. */
    static void decide(Wiring wiring, String runId, String decision, String remark) {
        waiting(wiring, runId, WaitReason.APPROVAL, decision);
        JsonNode pending =
                Json.read(wiring.store().document(runId, Approvals.PENDING).orElseThrow());
        save(
                wiring,
                runId,
                pending.path("subject").asText(),
                decision,
                pending.path("sha256").asText(),
                remark);
    }

    private static RunRow waiting(Wiring wiring, String runId, WaitReason wanted, String verb) {
        RunRow row = wiring.require(runId);
        if (!row.waitingFor().equals(java.util.Optional.of(wanted))) {
            throw new UserError("Run " + runId + " is not waiting for " + wanted.id() + " but is "
                    + row.state().id()
                    + row.waitingFor().map(r -> " for " + r.id()).orElse("") + ", so there is nothing to " + verb
                    + ".");
        }
        return row;
    }

    private static void save(Wiring wiring, String runId, String subject, String decision, String sha256, String text) {
        wiring.store()
                .saveApproval(
                        runId,
                        new ApprovalRow(
                                subject,
                                decision,
                                sha256,
                                text,
                                System.getProperty("user.name"),
                                wiring.clock().instant()));
    }
}
