package io.jenkins.plugins.openfactory.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the required checks showed, round by round, and what was done about it.
 *
 * @param checks the required checks as they stand on the head commit
 */
public record CiEvidence(List<Check> checks, List<Round> rounds, List<Fix> fixes) {
    /** A required check's last word. */
    public record Check(String name, String app, String conclusion, String headSha, String verdict) {
        public boolean succeeded() {
            return conclusion.equals("success");
        }
    }

    /**
     * One look at the required checks of a commit after waiting for them.
     *
     * @param name {@code 1}, {@code 1-again}, {@code 2} and so on
     * @param verdict {@code success}, {@code caused_by_patch}, {@code pre_existing}, {@code flaky},
     *     {@code infrastructure} or {@code not recorded}
     * @param reason one sentence; empty for success
     * @param tried what was run here to find out
     * @param at when the waiting began
     */
    public record Round(
            int stageAttempt,
            String name,
            String commit,
            List<Seen> seen,
            String verdict,
            String reason,
            List<Tried> tried,
            Optional<String> excerpt,
            Instant at) {
        public boolean green() {
            return !seen.isEmpty()
                    && seen.stream().allMatch(check -> check.state().equals("success"));
        }
    }

    /**
     * One check in a round.
     *
     * @param state the conclusion, {@code never_created} or {@code wait_timeout}
     * @param log the artifact with what it printed, where there is one
     */
    public record Seen(String name, String app, String state, String summary, String url, Optional<String> log) {}

    /** A command that was run to find whose fault a failure is. */
    public record Tried(List<String> argv, String ending, String log) {}

    /**
     * One attempt to mend a failed check.
     *
     * @param pushed whether it became the head of the pull request at that time
     */
    public record Fix(
            int number,
            String commit,
            boolean pushed,
            List<FileEvidence> files,
            Optional<String> patch,
            List<CommandEvidence> commands) {}
}
