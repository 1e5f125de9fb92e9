package io.jenkins.plugins.openfactory.run;

/** Work stopped because the run was cancelled. */
public final class RunCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunCancelledException() {
        super("the run was cancelled");
    }
}
