package io.jenkins.plugins.openfactory.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;

/**
 * Asks the process that works on a run to stop. The wish is a document of its own in the store, so that a change of the
 * run's row by its owner can't overwrite it, and it reaches an owner on another machine too. Safe for any thread.
 */
public final class CancelRequests {
    private static final String DOCUMENT = "cancel_request";
    private static final String NONE = "null";
    /** How often the owner looks; one read of one row by its key. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final RunStore store;
    private final FactoryHome home;
    private final Clock clock;

    public CancelRequests(RunStore store, FactoryHome home, Clock clock) {
        this.store = store;
        this.home = home;
        this.clock = clock;
    }

    /**
     * Asks a run to stop: records the wish and moves the run to {@code cancel_requested}.
     *
     * @param by who asks
     * @return the process on this machine that will notice within half a second; empty if none works on the run, so that
     *     whoever asked may claim it and end it
     * @throws UserError if there is no such run, or it has ended
     */
    public Optional<RunLock.Holder> request(String runId, String by) {
        JobState before = store.run(runId)
                .map(RunRow::state)
                .orElseThrow(
                        () -> new UserError("there is no run '" + runId + "'; list the runs to see which there are"));
        if (before.ended()) {
            throw ended(runId, before);
        }
        ObjectNode wish = Json.object().put("by", by).put("at", clock.instant().toString());
        store.saveDocument(runId, DOCUMENT, Json.write(wish));
        JobState after = store.update(
                        runId, run -> run.state().ended() ? run : run.withState(JobState.CANCEL_REQUESTED))
                .state();
        if (after.ended()) {
            clear(runId);
            throw ended(runId, after);
        }
        return RunLock.holder(home, runId);
    }

    /** Whether somebody asked the run to stop. */
    public boolean requested(String runId) {
        return store.document(runId, DOCUMENT)
                .filter(json -> !json.equals(NONE))
                .isPresent();
    }

    /** Forgets the wish. The owner does so when it begins or resumes a run, and when it has cancelled it. */
    public void clear(String runId) {
        if (requested(runId)) {
            store.saveDocument(runId, DOCUMENT, NONE);
        }
    }

    /** Cancels the token soon after somebody asks; close the result when the work is over. */
    public CancelToken.Registration watch(String runId, CancelToken token) {
        ScheduledFuture<?> looks = Beats.every(POLL, () -> look(runId, token));
        return () -> looks.cancel(false);
    }

    private void look(String runId, CancelToken token) {
        try {
            if (!token.isCancelled() && requested(runId)) {
                token.cancel();
            }
        } catch (WorldFault | IllegalStateException e) {
            // The owner meets the same fault where it can tell the user; the next look may succeed.
        }
    }

    private static UserError ended(String runId, JobState state) {
        return new UserError("run " + runId + " can't be cancelled because it is " + state.id() + " already");
    }
}
