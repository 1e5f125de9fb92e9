package io.jenkins.plugins.openfactory.run;

/**
 * The world's fault after every retry within its bound: a provider that is down, a full disk, a forge that refuses. The
 * code is a stable lower-case word with underscores ({@code provider_down}, {@code disk_full}); the message names the
 * place and the mend. The run stays resumable.
 */
public class WorldFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    public WorldFault(String code, String message) {
        super(message);
        this.code = code;
    }

    public WorldFault(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
