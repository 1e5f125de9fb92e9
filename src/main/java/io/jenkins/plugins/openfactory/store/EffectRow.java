package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.StageId;
import java.time.Instant;
import java.util.Optional;

/**
 * One outside effect: what was about to be done, and what came of it.
 *
 * @param key the idempotency key, unique in the run, made from stage, ticket, attempt and purpose
 * @param kind {@code model}, {@code command}, {@code commit}, {@code push} and so on
 * @param request what was asked, as canonical JSON, masked, volatile parts normalised
 * @param outcome what came of it as JSON; empty while only the intent is recorded
 * @param tries how often it was begun
 * @param note what resume had to say about it, for instance that a model call in flight was made again
 */
public record EffectRow(
        String runId,
        String key,
        String kind,
        StageId stage,
        Optional<String> ticketId,
        String requestSha256,
        String request,
        Optional<String> outcome,
        int tries,
        String note,
        Instant intentAt,
        Optional<Instant> doneAt) {
    /** The same intent, begun once and without an outcome. */
    public EffectRow begun() {
        return new EffectRow(
                runId,
                key,
                kind,
                stage,
                ticketId,
                requestSha256,
                request,
                Optional.empty(),
                1,
                note,
                intentAt,
                Optional.empty());
    }
}
