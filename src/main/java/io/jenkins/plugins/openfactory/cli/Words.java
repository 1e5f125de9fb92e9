package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.util.Optional;

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

    /**
     * Records an approval or a rejection of exactly what was shown.
     *
     * @param sha256 of what the person looked at; empty to decide on what is shown now
     * @return one line with what was decided on
     */
    static String decide(Wiring wiring, String runId, String decision, Optional<String> sha256, String remark) {
        waiting(wiring, runId, WaitReason.APPROVAL, decision);
        JsonNode pending =
                Json.read(wiring.store().document(runId, Approvals.PENDING).orElseThrow());
        String subject = pending.path("subject").asText();
        String asked = pending.path("sha256").asText();
        if (!asked.equals(sha256.orElse(asked))) {
            throw new UserError("--sha256 is '" + sha256.get() + "', and run " + runId + " asks for a decision on "
                    + asked + " (" + subject + ") now; look at that, and name its hash. Nothing was recorded.");
        }
        if (decision.equals("approve")) {
            unchanged(wiring, runId, pending);
        }
        save(wiring, runId, subject, decision, asked, remark);
        return (decision.equals("approve") ? "approved " : "rejected ") + subject + " " + asked;
    }

    private static void unchanged(Wiring wiring, String runId, JsonNode pending) {
        try {
            Approvals.changed(pending, wiring.artifacts(runId).list()).ifPresent(text -> {
                throw new UserError(text);
            });
        } catch (IOException e) {
            throw new UserError("The files of run " + runId + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static RunRow waiting(Wiring wiring, String runId, WaitReason wanted, String verb) {
        RunRow row = wiring.require(runId);
        if (!row.waitingFor().equals(Optional.of(wanted))) {
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
