package io.jenkins.plugins.openfactory.forge.github;

import io.jenkins.plugins.openfactory.run.WorldFault;

/** GitHub answered with an error, or not at all. */
final class GitHubFault extends WorldFault {
    private static final long serialVersionUID = 1;

    private final int status;

    GitHubFault(int status, String code, String message) {
        super(code, message);
        this.status = status;
    }

    GitHubFault(String code, String message, Throwable cause) {
        super(code, message, cause);
        this.status = 0;
    }

    /** The status of the answer; 0 where there was none. */
    int status() {
        return status;
    }
}
