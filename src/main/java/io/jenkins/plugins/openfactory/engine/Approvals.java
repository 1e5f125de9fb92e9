package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        Optional<ApprovalRow> word = word(context.documents().approvals(), subject, sha256);
        if (word.isEmpty()) {
            ObjectNode pending = Json.object().put("subject", subject).put("sha256", sha256);
            pending.set("files", Json.tree(shown(context, subject)));
            context.documents().save(PENDING, pending);
            return Optional.of(new StageResult.Waiting(
                    WaitReason.APPROVAL,
                    "Approve or reject " + what + " (" + subject + (sha256.length() == 64 ? ", SHA-256 " : ", commit ")
                            + sha256 + ")."));
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

    /** The last word on exactly this hash; words on others count for nothing. */
    static Optional<ApprovalRow> word(List<ApprovalRow> words, String subject, String sha256) {
        return words.stream()
                .filter(row ->
                        row.subject().equals(subject) && row.boundSha256().equals(sha256))
                .reduce((first, second) -> second);
    }

    /**
     * What of the files that a person reads to decide is no longer what the run wrote, as one sentence: it would be approved
     * unseen. Empty where all are as they were when the run began to wait.
     *
     * @param pending the document {@value #PENDING}
     * @param now the run's artifacts as they are
     */
    public static Optional<String> changed(JsonNode pending, List<Artifact> now) {
        Map<String, String> found = now.stream().collect(Collectors.toMap(Artifact::path, Artifact::sha256));
        for (JsonNode file : pending.path("files")) {
            String path = file.path("path").asText();
            String shown = file.path("sha256").asText();
            if (!shown.equals(found.get(path))) {
                return Optional.of(path + " is not what the run showed when it began to wait: it was " + shown
                        + " and is " + found.getOrDefault(path, "gone")
                        + ". Put it back, or reject; nothing was recorded.");
            }
        }
        return Optional.empty();
    }

    /** The files that a person reads to decide, as they are now. */
    private static List<Artifact> shown(StageContext context, String subject) {
        return context.doors().artifacts().list().stream()
                .filter(file -> isShown(subject, file.path()))
                .toList();
    }

    private static boolean isShown(String subject, String path) {
        boolean spec = path.equals("SPEC.json") || path.equals("SPEC.md");
        return switch (subject) {
            case "spec" -> spec;
            case "tickets" -> spec || path.matches("TICKETS/[^/]+") || path.equals("TRACEABILITY.json");
            default -> spec || path.startsWith("TICKETS/") || path.startsWith("INTEGRATION");
        };
    }
}
