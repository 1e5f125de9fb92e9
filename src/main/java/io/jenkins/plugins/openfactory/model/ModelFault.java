package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A model provider that could not or would not answer. The message names the provider, its URL and the mend. */
public final class ModelFault extends WorldFault {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final boolean retryable;
    // A Duration rather than an Optional, because an exception must be serialisable.
    private final Duration retryAfter;

    public ModelFault(Kind kind, String message) {
        this(kind, message, null, false, null);
    }

    public ModelFault(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, false, null);
    }

    private ModelFault(Kind kind, String message, Throwable cause, boolean retryable, Duration retryAfter) {
        super("model_" + kind.name().toLowerCase(Locale.ROOT), message, cause);
        this.kind = kind;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /**
     * The same fault, for which the same request may well succeed when it is made again: HTTP 408, 429 and 5xx, and a
     * lost connection.
     *
     * @param after what the provider asked to wait, if it did
     */
    public ModelFault passing(Optional<Duration> after) {
        return new ModelFault(kind, getMessage(), getCause(), true, after.orElse(null));
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request may well succeed when it is made again. */
    public boolean retryable() {
        return retryable;
    }

    /** What the provider asked to wait before the next try. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Why there is no reply. */
    public enum Kind {
        /** Connection refused, unknown host, TLS failure, connection lost. */
        UNREACHABLE,
        TIMEOUT,
        /** 401 or 403. */
        UNAUTHORIZED,
        /** 404: no such model or path. */
        NOT_FOUND,
        /** 429 after every retry. */
        RATE_LIMITED,
        /** 400 and other 4xx. */
        BAD_REQUEST,
        /** 5xx after every retry. */
        SERVER_ERROR,
        /** A reply that is not of the provider's protocol, for instance a truncated body. */
        BAD_REPLY,
        /** A scripted or replayed model has no reply for this request. */
        NOT_RECORDED
    }
}
