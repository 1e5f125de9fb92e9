package io.jenkins.plugins.openfactory.model.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.ModelFault.Kind;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a failed call into a fault whose message names the provider, its URL, what happened and the mend. */
final class Faults {
    private static final int MOST_WORDS = 300;

    private final ModelSettings settings;
    private final Clock clock;

    Faults(ModelSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param key the key of this call, which is kept out of the message
     * @param timeout of this call
     */
    ModelFault of(CallFailure failure, Optional<String> key, Duration timeout) {
        return switch (failure.kind()) {
            case STATUS -> status(failure, key);
            case REFUSED, LOST, CUT -> lost(failure).passing(Optional.empty());
            case UNKNOWN_HOST, TLS, CONNECT_TIMEOUT -> unreachable(failure);
            case TIMEOUT ->
                fault(
                        Kind.TIMEOUT,
                        "gave no whole reply within " + seconds(timeout) + "; check the provider and its load"
                                + (timeout.equals(settings.timeout()) ? ", or raise the model's timeout" : ""),
                        failure);
            case TOO_LARGE ->
                fault(Kind.BAD_REPLY, "sent a reply above 64 MiB; check that the base URL is a model's", failure);
            case CANCELLED -> throw new IllegalStateException("a cancelled call is no fault");
        };
    }

    private ModelFault lost(CallFailure failure) {
        return switch (failure.kind()) {
            case REFUSED ->
                fault(Kind.UNREACHABLE, "refuses the connection; start the provider or correct the base URL", failure);
            case CUT ->
                fault(
                        Kind.BAD_REPLY,
                        "cut its reply off in the middle; check the provider and any proxy before it",
                        failure);
            default ->
                fault(
                        Kind.UNREACHABLE,
                        "closed the connection without a reply; check the provider's log and the base URL",
                        failure);
        };
    }

    private ModelFault unreachable(CallFailure failure) {
        String what = switch (failure.kind()) {
            case UNKNOWN_HOST ->
                "can't be found: the host '"
                        + URI.create(settings.baseUrl()).getHost()
                        + "' is unknown; correct the base URL or the name service";
            case TLS ->
                "can't be reached over TLS (" + cause(failure)
                        + "); check its certificate, or the http or https of the base URL";
            default -> "does not take the connection; check the base URL, the network and the firewall";
        };
        return fault(Kind.UNREACHABLE, what, failure);
    }

    /** For a complete reply that is not of the provider's protocol. */
    ModelFault badReply(RuntimeException problem) {
        return new ModelFault(
                Kind.BAD_REPLY,
                subject()
                        + " sent a reply that is not of its protocol or is cut off; check that the base URL is that of "
                        + settings.provider() + ".",
                problem);
    }

    /** For a provider that can't be asked without a key. */
    ModelFault noKey() {
        return fault(Kind.UNAUTHORIZED, "needs a key and none is set; set the model's key", null);
    }

    /** For a key that can't stand in a header. Says nothing of its content. */
    ModelFault unusableKey() {
        return fault(
                Kind.UNAUTHORIZED,
                "can't be asked with this key: it is empty or holds a space, a line break or a character outside ASCII;"
                        + " store the key alone on one line",
                null);
    }

    private ModelFault status(CallFailure failure, Optional<String> key) {
        int status = failure.status();
        String answer = "answered HTTP " + status + words(failure.body(), key);
        if (status == 401) {
            String mend = key.isPresent() ? "set a valid key" : "set the model's key";
            return fault(Kind.UNAUTHORIZED, answer + "; " + mend, null);
        }
        if (status == 403) {
            return fault(
                    Kind.UNAUTHORIZED,
                    answer + "; use a key that may use the model '" + settings.modelId() + "'",
                    null);
        }
        if (status == 404) {
            return fault(Kind.NOT_FOUND, answer + "; " + missing(), null);
        }
        if (status == 408) {
            return fault(Kind.TIMEOUT, answer + "; check the provider's load", null)
                    .passing(retryAfter(failure));
        }
        if (status == 429) {
            return fault(
                            Kind.RATE_LIMITED,
                            answer + "; wait, run fewer tickets at once or raise the account's limit",
                            null)
                    .passing(retryAfter(failure));
        }
        if (status >= 500) {
            return fault(Kind.SERVER_ERROR, answer + "; check the provider's state and its log", null)
                    .passing(retryAfter(failure));
        }
        if (status >= 400) {
            return fault(
                    Kind.BAD_REQUEST, answer + "; check the model id, the bounds and the size of the request", null);
        }
        return fault(Kind.BAD_REPLY, answer + "; redirects are not followed, so set the final base URL", null);
    }

    private String missing() {
        String model = "check the model id '" + settings.modelId() + "' and the base URL";
        return switch (settings.provider()) {
            case "openai" ->
                Providers.withoutSlash(settings.baseUrl()).endsWith("/v1")
                        ? model
                        : model + ", which usually ends in /v1";
            case "ollama" -> model + ", or run 'ollama pull " + settings.modelId() + "'";
            default -> model;
        };
    }

    private ModelFault fault(Kind kind, String what, Throwable cause) {
        return new ModelFault(kind, subject() + " " + what + ".", cause);
    }

    private String subject() {
        return "The model provider " + settings.provider() + " at " + settings.baseUrl();
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static String cause(CallFailure failure) {
        return printable(String.valueOf(failure.getCause().getMessage()));
    }

    /** What the provider said about its error, in brackets, without the key. */
    private static String words(String body, Optional<String> key) {
        String said = errorText(body).orElseGet(() -> body.stripLeading().startsWith("<") ? pageText(body) : body);
        String safe = printable(key.map(secret -> said.replace(secret, "****")).orElse(said));
        return safe.isEmpty() ? "" : " (" + safe + ")";
    }

    /** What a page of a proxy or a gateway says, without its marks. */
    private static String pageText(String page) {
        return page.replaceAll("(?is)<(script|style)\\b.*?</\\1>|<!--.*?-->|<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static Optional<String> errorText(String body) {
        try {
            JsonNode document = Json.read(body);
            return Stream.of("/error/message", "/error", "/message", "/detail")
                    .map(document::at)
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String cut = line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    /** Retry-After in either form of RFC 9110, section 10.2.3: seconds, or a date. */
    private Optional<Duration> retryAfter(CallFailure failure) {
        return failure.retryAfter().map(String::strip).flatMap(this::parseRetryAfter);
    }

    private Optional<Duration> parseRetryAfter(String value) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
