package io.jenkins.plugins.openfactory.model;

import java.time.Duration;

/**
 * A model's answer with what it cost.
 *
 * @param text empty where the model said nothing
 * @param promptTokens as the provider counted them, or an estimate
 * @param completionTokens as the provider counted them, or an estimate
 * @param finishReason {@code stop}, {@code length}, {@code content_filter} or {@code other}
 * @param latency of the call that succeeded
 * @param tries how many HTTP calls it took, 1 without a retry
 * @param usageEstimated whether a token count is an {@link Tokens#estimate estimate} because the provider gave none
 */
public record ModelReply(
        String text,
        int promptTokens,
        int completionTokens,
        String finishReason,
        Duration latency,
        int tries,
        boolean usageEstimated) {
    /** A reply whose token counts are the provider's own. */
    public ModelReply(
            String text, int promptTokens, int completionTokens, String finishReason, Duration latency, int tries) {
        this(text, promptTokens, completionTokens, finishReason, latency, tries, false);
    }

    /** The same reply, got with this many calls. */
    public ModelReply withTries(int calls) {
        return new ModelReply(text, promptTokens, completionTokens, finishReason, latency, calls, usageEstimated);
    }
}
