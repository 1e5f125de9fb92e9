package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.WaitReason;
import java.time.Instant;
import java.util.Optional;

/**
 * One run.
 *
 * @param waitingText what a person is asked, while waiting
 * @param title the specification's title once it is frozen, until then the first line of the request; at most 120
 *     characters
 * @param config the settings of the run as JSON, without secrets
 * @param request the request's snapshot as JSON
 * @param requestSha256 of the snapshot's canonical form
 * @param specSha256 the freeze hash, once frozen
 * @param errorCode a stable word, where it failed
 * @param errorText one sentence with the mend
 */
public record RunRow(
        String runId,
        String traceId,
        JobState state,
        Optional<WaitReason> waitingFor,
        Optional<String> waitingText,
        String title,
        String config,
        String request,
        String requestSha256,
        Optional<String> specSha256,
        Optional<String> errorCode,
        Optional<String> errorText,
        Instant createdAt,
        Instant updatedAt) {
    /** The same run in another state that is no waiting and no failure. */
    public RunRow withState(JobState next) {
        return new RunRow(
                runId,
                traceId,
                next,
                Optional.empty(),
                Optional.empty(),
                title,
                config,
                request,
                requestSha256,
                specSha256,
                Optional.empty(),
                Optional.empty(),
                createdAt,
                updatedAt);
    }

    /** The same run, waiting for something. */
    public RunRow waiting(WaitReason reason, String text) {
        return new RunRow(
                runId,
                traceId,
                JobState.WAITING,
                Optional.of(reason),
                Optional.of(text),
                title,
                config,
                request,
                requestSha256,
                specSha256,
                Optional.empty(),
                Optional.empty(),
                createdAt,
                updatedAt);
    }

    /** The same run, ended without success. */
    public RunRow withError(JobState next, String code, String text) {
        return new RunRow(
                runId,
                traceId,
                next,
                Optional.empty(),
                Optional.empty(),
                title,
                config,
                request,
                requestSha256,
                specSha256,
                Optional.of(code),
                Optional.of(text),
                createdAt,
                updatedAt);
    }

    /** The same run with its freeze hash, and from now on with the title of what is frozen. */
    public RunRow withSpec(String sha256, String frozenTitle) {
        return new RunRow(
                runId,
                traceId,
                state,
                waitingFor,
                waitingText,
                frozenTitle,
                config,
                request,
                requestSha256,
                Optional.of(sha256),
                errorCode,
                errorText,
                createdAt,
                updatedAt);
    }
}
