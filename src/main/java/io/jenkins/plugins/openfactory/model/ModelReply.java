package io.jenkins.plugins.openfactory.model;

import java.time.Duration;

/**
 * A model's answer with what it cost.
 *
 * @param finishReason {@code stop}, {@code length}, {@code content_filter} or {@code other}
 * @param latency of the call that succeeded
 * @param tries how many HTTP calls it took, 1 without a retry
 */
public record ModelReply(
        String text, int promptTokens, int completionTokens, String finishReason, Duration latency, int tries) {}
