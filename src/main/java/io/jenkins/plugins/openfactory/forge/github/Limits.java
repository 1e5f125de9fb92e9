package io.jenkins.plugins.openfactory.forge.github;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How long GitHub wants to be left alone, by its headers: {@code Retry-After} and {@code x-ratelimit-*}, as "Rate limits
 * for the REST API" of GitHub's documentation has it.
 */
final class Limits {
    private static final Duration SECONDARY = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    /** A time in seconds that any clock can still be set to. */
    private static final long LAST = 100_000_000_000L;

    private Limits() {}

    /** The wait that an answer asks for, a second to a day; empty where it is not about a limit. */
    static Optional<Duration> wait(Answer answer, Instant now) {
        return asked(answer, now)
                .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait)
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> asked(Answer answer, Instant now) {
        if (answer.status() != 403 && answer.status() != 429) {
            return Optional.empty();
        }
        Optional<Duration> after =
                answer.header("Retry-After").flatMap(Limits::number).map(Duration::ofSeconds);
        if (after.isPresent()) {
            return after;
        }
        if (answer.header("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
            return Optional.of(answer.header("x-ratelimit-reset")
                    .flatMap(Limits::number)
                    .map(reset ->
                            Duration.between(now, Instant.ofEpochSecond(reset)).plusSeconds(1))
                    .orElse(SECONDARY));
        }
        String text = answer.text().toLowerCase(Locale.ROOT);
        boolean limited =
                answer.status() == 429 || text.contains("secondary rate limit") || text.contains("abuse detection");
        return limited ? Optional.of(SECONDARY) : Optional.empty();
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Math.min(LAST, Math.max(0, Long.parseLong(text.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
