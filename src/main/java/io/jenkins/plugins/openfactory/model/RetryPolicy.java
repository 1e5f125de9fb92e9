package io.jenkins.plugins.openfactory.model;

import java.time.Duration;

/**
 * How often and how patiently a failed call is made again.
 *
 * @param tries the most calls for one request, 1 for no retry
 * @param first the pause before the second call; it doubles before each further one
 * @param longest the longest pause that is our own choice
 * @param longestRetryAfter the longest pause that a provider may ask for with Retry-After
 */
public record RetryPolicy(int tries, Duration first, Duration longest, Duration longestRetryAfter) {
    public RetryPolicy {
        if (tries < 1) {
            throw new IllegalArgumentException("a request needs at least 1 try, not " + tries);
        }
    }

    /** Three tries, pauses of about 1 s and 2 s, never above 30 s, and 60 s where the provider asks for it. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /**
     * The pause after a failed call: half fixed, half drawn at random so that many runs don't come back together.
     *
     * @param failed how many calls have failed, from 1
     * @param draw uniform in 0 (inclusive) to 1 (exclusive)
     */
    Duration pause(int failed, double draw, ModelFault fault) {
        double whole = Math.min(first.toMillis() * Math.pow(2, failed - 1), longest.toMillis());
        Duration own = Duration.ofMillis(Math.round(whole / 2 + whole / 2 * draw));
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        Duration bounded = asked.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : asked;
        return own.compareTo(bounded) > 0 ? own : bounded;
    }
}
