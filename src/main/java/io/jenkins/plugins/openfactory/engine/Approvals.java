package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import java.util.Optional;

/** Waits for a person's word that is bound to the hash of exactly what was shown. */
public final class Approvals {
    /** The document that says what a waiting run asks for. */
    public static final String PENDING = "pending_approval";

    private Approvals() {}

    /**
     * Empty if the subject needs no approval or has one for exactly this hash; else the stage's result.
     *
     * @param subject {@code spec}, {@code tickets} or {@code pr}
     * @param what is approved, for people
     */
    public static Optional<StageResult> required(StageContext context, String subject, String sha256, String what) {
        if (!context.config().approvals().contains(subject)) {
            return Optional.empty();
        }
        Optional<ApprovalRow> word = context.documents()
                .word(subject)
                .filter(row -> row.boundSha256().equals(sha256));
        if (word.isEmpty()) {
            ObjectNode pending = Json.object().put("subject", subject).put("sha256", sha256);
            context.documents().save(PENDING, pending);
            return Optional.of(new StageResult.Waiting(
                    WaitReason.APPROVAL, "Approve or reject " + what + " (" + subject + ", SHA-256 " + sha256 + ")."));
        }
        if (word.get().decision().equals("reject")) {
            String remark = word.get().text().isBlank()
                    ? ""
                    : ": " + Phrases.clause(word.get().text());
            return Optional.of(new StageResult.Failed(
                    "rejected",
                    word.get().by() + " rejected " + what + remark + ". Start a new run with an amended request."));
        }
        return Optional.empty();
    }
}
