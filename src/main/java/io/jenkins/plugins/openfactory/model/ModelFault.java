package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.WorldFault;

/** A model provider that could not or would not answer. The message names the provider, its URL and the mend. */
public final class ModelFault extends WorldFault {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    public ModelFault(Kind kind, String message) {
        super("model_" + kind.name().toLowerCase(java.util.Locale.ROOT), message);
        this.kind = kind;
    }

    public ModelFault(Kind kind, String message, Throwable cause) {
        super("model_" + kind.name().toLowerCase(java.util.Locale.ROOT), message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
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
