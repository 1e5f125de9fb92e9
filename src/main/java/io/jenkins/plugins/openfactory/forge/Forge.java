package io.jenkins.plugins.openfactory.forge;

import io.jenkins.plugins.openfactory.run.CancelToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where pull requests and checks live. Safe for any thread. Faults of the world are
 * {@link io.jenkins.plugins.openfactory.run.WorldFault}s whose message names the forge, the address and the mend.
 */
public interface Forge {
    /** {@code local} or {@code github}. */
    String kind();

    /** Shows that the forge answers and the credential works; a sentence that says who we are there. */
    String authenticate();

    /** What protects a branch. */
    Protection protection(String branch);

    /** The head of a branch on the forge. */
    Optional<String> head(String branch);

    /**
     * Pushes a commit to a branch, never to a protected or default one. The branch moves from {@code expected} (empty:
     * it must not exist yet) or not at all.
     *
     * @throws io.jenkins.plugins.openfactory.run.WorldFault {@code push_refused} where it moved meanwhile
     */
    void push(Path gitDir, String commit, String branch, Optional<String> expected);

    /** The open or closed pull request of a head branch into a base branch, the oldest open one first. */
    Optional<PullRequest> find(String headBranch, String baseBranch);

    PullRequest open(Draft draft);

    /** The pull request as it is now. */
    PullRequest pullRequest(long number);

    /** Every check on exactly this commit: check runs, and legacy statuses by their context. */
    List<Check> checks(String commit);

    /** What a finished check printed. */
    Evidence evidence(Check check);

    /** Asks for one more run of a check on the same commit. */
    void rerun(Check check);

    /** Whether a comment with this marker is there. */
    boolean commented(long pullRequest, String marker);

    /** Leaves a comment once: nothing happens where one with this marker is there. */
    void comment(long pullRequest, String marker, String text);

    /**
     * An issue with its comments as they are now. A cancelled token ends every pause that this takes.
     *
     * @throws io.jenkins.plugins.openfactory.run.UserError where there is no such issue, or no issues at all
     */
    Issue issue(long number, CancelToken cancel);

    /** Whether checks run in this process and so only while it stays; else they go on without us. */
    boolean runsChecksHere();

    /** Waits until something may have changed, at most that long; a hint only. */
    void await(String commit, java.time.Duration atMost, CancelToken cancel);

    /**
     * What protects a branch.
     *
     * @param isDefault whether it is the repository's default branch
     * @param required names of checks that must succeed, each with the producing app where the forge names one
     */
    record Protection(boolean isDefault, boolean isProtected, List<Required> required) {}

    /**
     * One required check.
     *
     * @param app who must have produced it: a forge's own name or the number of an app
     */
    record Required(String name, Optional<String> app) {
        /**
         * Whether a check has the right name and comes from the right app. The number of an app is only ever that of an
         * app: a person may be called {@code 15368}.
         */
        public boolean matches(Check check) {
            return check.name().equals(name)
                    && (app.isEmpty()
                            || check.app().endsWith("#" + app.get())
                            || (check.app().equals(app.get()) && !app.get().matches("\\d+")));
        }
    }

    /** What a pull request is opened with. */
    record Draft(String headBranch, String baseBranch, String title, String body) {}

    /** A pull request. */
    record PullRequest(
            long number,
            String url,
            String headBranch,
            String baseBranch,
            String headSha,
            boolean draft,
            boolean open) {}

    /**
     * A check on a commit, newest attempt only.
     *
     * @param id the forge's own
     * @param app who produced it; {@code NAME#NUMBER} where the forge numbers its apps
     * @param conclusion set when {@code status} is {@code COMPLETED}
     */
    record Check(
            String id,
            String name,
            String app,
            String headSha,
            Status status,
            Optional<Conclusion> conclusion,
            String url) {}

    /** How far a check is. */
    enum Status {
        QUEUED,
        IN_PROGRESS,
        COMPLETED
    }

    /** How a check ended; the words of the GitHub REST API. */
    enum Conclusion {
        SUCCESS,
        FAILURE,
        NEUTRAL,
        CANCELLED,
        SKIPPED,
        TIMED_OUT,
        ACTION_REQUIRED,
        STARTUP_FAILURE,
        STALE;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a check printed: a summary line and its log, masked. */
    record Evidence(String summary, String log) {}
}
