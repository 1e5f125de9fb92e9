package io.jenkins.plugins.openfactory.model.langchain4j;

import java.util.Optional;

/** Why one HTTP call brought no reply; passes through langchain4j and is turned into a fault on the other side. */
final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final int status;
    private final String retryAfter;
    private final String body;

    private CallFailure(Kind kind, Throwable cause, int status, String retryAfter, String body) {
        super(kind.name(), cause);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    static CallFailure of(Kind kind, Throwable cause) {
        return new CallFailure(kind, cause, 0, null, "");
    }

    static CallFailure of(Kind kind) {
        return of(kind, null);
    }

    static CallFailure status(int status, Optional<String> retryAfter, String body) {
        return new CallFailure(Kind.STATUS, null, status, retryAfter.orElse(null), body);
    }

    Kind kind() {
        return kind;
    }

    /** The HTTP status, for {@link Kind#STATUS}. */
    int status() {
        return status;
    }

    /** The Retry-After header as it came. */
    Optional<String> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The error document as it came. */
    String body() {
        return body;
    }

    enum Kind {
        /** An HTTP status outside 200 to 299. */
        STATUS,
        REFUSED,
        UNKNOWN_HOST,
        TLS,
        CONNECT_TIMEOUT,
        /** The connection was lost before the reply began. */
        LOST,
        /** The connection was lost inside the reply. */
        CUT,
        TIMEOUT,
        TOO_LARGE,
        CANCELLED
    }
}
