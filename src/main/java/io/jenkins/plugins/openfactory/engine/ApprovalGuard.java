package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.List;
import java.util.Optional;

/** Checks before every stage that what a person approved earlier still is exactly what was approved. */
final class ApprovalGuard {
    private ApprovalGuard() {}

    /** @throws WorldFault {@code approval_void} where something was approved and is another thing now */
    static void check(RunStore store, String runId, StageId stage) {
        List<ApprovalRow> words = store.approvals(runId);
        if (stage.number() > StageId.SPEC_FREEZE.number()) {
            check(words, "spec", "The specification", store.run(runId).flatMap(row -> row.specSha256()));
        }
        if (stage.number() > StageId.TICKET_PLANNING.number()) {
            check(
                    words,
                    "tickets",
                    "The plan of tickets",
                    store.document(runId, "tickets").map(ApprovalGuard::hash));
        }
        if (stage.number() > StageId.PR_CI_GATE.number()) {
            check(
                    words,
                    "pr",
                    "The commit of the pull request",
                    store.document(runId, "pull_request")
                            .map(Json::read)
                            .map(pull -> pull.path("headSha").asText()));
        }
    }

    private static String hash(String document) {
        JsonNode json = Json.read(document);
        return Sha256.hex(Json.canonical(json));
    }

    private static void check(List<ApprovalRow> words, String subject, String what, Optional<String> now) {
        Optional<ApprovalRow> approved = words.stream()
                .filter(word ->
                        word.subject().equals(subject) && word.decision().equals("approve"))
                .reduce((first, second) -> second);
        if (approved.isEmpty()) {
            return;
        }
        boolean holds = now.flatMap(hash -> Approvals.word(words, subject, hash))
                .filter(word -> word.decision().equals("approve"))
                .isPresent();
        if (!holds) {
            throw new WorldFault(
                    "approval_void",
                    what + " was approved as " + approved.get().boundSha256() + " but is now " + now.orElse("gone")
                            + ", so the approval of " + approved.get().by()
                            + " is void; put back what was approved and let the run go on, or start a new run.");
        }
    }
}
