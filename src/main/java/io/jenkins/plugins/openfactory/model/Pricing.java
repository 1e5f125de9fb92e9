package io.jenkins.plugins.openfactory.model;

import java.util.Optional;

/** What calls cost in US dollars, from the prices in the settings. Stateless, so safe for any thread. */
public final class Pricing {
    private static final double MILLION = 1_000_000;

    private Pricing() {}

    /**
     * The price of a call.
     *
     * @return empty where a price is unknown and its token count is not zero
     */
    public static Optional<Double> usd(ModelSettings settings, long promptTokens, long completionTokens) {
        Optional<Double> prompt = part(settings.usdPerMillionPromptTokens(), promptTokens);
        Optional<Double> completion = part(settings.usdPerMillionCompletionTokens(), completionTokens);
        return prompt.flatMap(p -> completion.map(c -> p + c));
    }

    /** The price of a reply; empty where unknown. */
    public static Optional<Double> usd(ModelSettings settings, ModelReply reply) {
        return usd(settings, reply.promptTokens(), reply.completionTokens());
    }

    /** The tokens to reserve before one call: {@link Tokens#upperEstimate} of the prompt and a reply of full length. */
    public static long worstCaseTokens(ModelSettings settings, ModelRequest request) {
        return (long) Tokens.upperEstimate(request) + settings.maxTokens();
    }

    /** The price to reserve before one call; empty where unknown. */
    public static Optional<Double> worstCaseUsd(ModelSettings settings, ModelRequest request) {
        return usd(settings, Tokens.upperEstimate(request), settings.maxTokens());
    }

    private static Optional<Double> part(Optional<Double> usdPerMillion, long tokens) {
        return tokens == 0 ? Optional.of(0.0) : usdPerMillion.map(price -> price * tokens / MILLION);
    }
}
