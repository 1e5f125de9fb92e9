package io.jenkins.plugins.openfactory.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a model is reached and asked. Persisted with the run; holds no secret.
 *
 * @param provider {@code openai}, {@code anthropic}, {@code ollama}, {@code scripted} or {@code replay}
 * @param baseUrl the provider's base URL; for scripted and replayed models the folder or file as a {@code file:} URL
 * @param temperature 0 to 2
 * @param maxTokens the most completion tokens of one reply
 * @param timeout of one call
 * @param usdPerMillionPromptTokens the price, where known
 * @param usdPerMillionCompletionTokens the price, where known
 */
public record ModelSettings(
        String provider,
        String baseUrl,
        String modelId,
        double temperature,
        int maxTokens,
        Optional<Integer> seed,
        Duration timeout,
        Optional<Double> usdPerMillionPromptTokens,
        Optional<Double> usdPerMillionCompletionTokens) {}
