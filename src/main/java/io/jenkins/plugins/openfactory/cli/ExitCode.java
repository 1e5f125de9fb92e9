package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.JobState;

/** The exit codes of the command line; {@code docs/cli.md} lists them. */
final class ExitCode {
    static final int DONE = 0;
    static final int USER = 2;
    static final int WAITING = 3;
    static final int FAILED = 4;
    static final int CI_FAILED = 5;
    static final int CANCELLED = 6;
    static final int BUG = 70;

    private ExitCode() {}

    static int of(JobState state) {
        return switch (state) {
            case DONE -> DONE;
            case WAITING, QUEUED, RUNNING -> WAITING;
            case FAILED -> FAILED;
            case CI_FAILED -> CI_FAILED;
            case CANCELLED, CANCEL_REQUESTED -> CANCELLED;
        };
    }
}
