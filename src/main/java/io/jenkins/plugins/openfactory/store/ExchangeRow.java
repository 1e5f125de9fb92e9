package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.StageId;
import java.time.Instant;
import java.util.Optional;

/**
 * One paid exchange with a model. Prompt and reply stand in the effect with the same key.
 *
 * @param usd its price, empty where the price is unknown
 */
public record ExchangeRow(
        String runId,
        String effectKey,
        StageId stage,
        Optional<String> ticketId,
        int attempt,
        String purpose,
        String provider,
        String baseUrl,
        String modelId,
        double temperature,
        int maxTokens,
        Optional<Integer> seed,
        String requestSha256,
        int promptTokens,
        int completionTokens,
        Optional<Double> usd,
        long latencyMillis,
        String finishReason,
        int tries,
        Instant at) {}
