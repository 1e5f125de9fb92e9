package io.jenkins.plugins.openfactory.edit;

import java.util.List;

/** Why one edit can't be made, for the model. Never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient List<String> region;

    Refusal(String code, String message) {
        this(code, message, List.of());
    }

    /** With the numbered lines of the file that say more. */
    Refusal(String code, String message, List<String> region) {
        super(message, null, false, false);
        this.code = code;
        this.region = List.copyOf(region);
    }

    String code() {
        return code;
    }

    List<String> region() {
        return region;
    }
}
