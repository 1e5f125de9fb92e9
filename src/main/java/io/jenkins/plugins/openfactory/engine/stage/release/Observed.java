package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the release bundle is made from. Kept in the record as one observation, so that a stage that is
 * resumed, or replayed, makes the same bundle.
 *
 * @param chain the audit chain, of which the evidence tells length and head
 * @param artifacts what the stages before made
 * @param status the status document as it is once the bundle is complete
 */
record Observed(RunEvidence evidence, List<AuditRow> chain, List<Artifact> artifacts, JsonNode status) {
    static Observed of(StageContext context, String summary, List<Artifact> artifacts) {
        Instant now = context.clock().instant();
        List<StageRow> stages = context.documents().stages().stream()
                .map(row -> row.stage() == StageId.RELEASE_ARTIFACTS ? ended(row, now, summary) : row)
                .toList();
        List<AuditRow> chain = context.documents().audit();
        RunEvidence evidence = new EvidenceCollector(context, artifacts).collect(stages, chain, now);
        return new Observed(
                evidence,
                chain,
                artifacts,
                status(context, now, summary, evidence.setup().sandbox()));
    }

    private static StageRow ended(StageRow row, Instant now, String summary) {
        return new StageRow(
                row.stage(), StageState.SUCCEEDED, row.attempts(), row.startedAt(), Optional.of(now), summary);
    }

    private static JsonNode status(StageContext context, Instant now, String summary, RunEvidence.Sandbox sandbox) {
        ObjectNode status = context.documents().status();
        status.put("status", JobState.DONE.id());
        ObjectNode stage = (ObjectNode) status.withArray("stages").get(StageId.RELEASE_ARTIFACTS.number());
        stage.put("status", StageState.SUCCEEDED.id()).put("summary", summary);
        stage.put("endedAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        status.set("error", Json.object().nullNode());
        status.putObject("sandbox").put("tier", sandbox.tier()).put("detail", sandbox.detail());
        return status;
    }
}
