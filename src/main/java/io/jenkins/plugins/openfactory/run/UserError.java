package io.jenkins.plugins.openfactory.run;

/**
 * The user's mistake: the message is one sentence with the offending value and the mend. Shown without a stack trace
 * (exit code 2 on the command line).
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
