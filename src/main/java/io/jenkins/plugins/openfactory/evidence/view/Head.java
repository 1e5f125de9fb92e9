package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a person must see first, small enough to be asked for every two seconds.
 *
 * @param status the status document, schema {@code run-status}
 * @param now what happens and what is to be done
 * @param approval what an approval is asked for; empty while none is
 * @param revision changes when the status does
 * @param logSize how many bytes the run's log has
 */
public record Head(JsonNode status, Now now, Optional<Approval> approval, String revision, long logSize) {
    /**
     * What a waiting run asks the approval of.
     *
     * @param subject {@code spec}, {@code tickets} or {@code pr}
     * @param sha256 of exactly what is shown, or the commit; an approval must carry it
     * @param files the artifacts that a person reads to decide
     */
    public record Approval(String subject, String sha256, List<String> files) {}

    /** The head of a run in this state. */
    public static Head of(ObjectNode status, Optional<Approval> approval, long logSize) {
        ObjectNode compared = status.deepCopy();
        compared.remove("updatedAt");
        approval.ifPresent(asked -> compared.put("approval", asked.sha256()));
        return new Head(
                status,
                Now.of(status, approval),
                approval,
                Sha256.hex(Json.write(compared)).substring(0, 16),
                logSize);
    }
}
