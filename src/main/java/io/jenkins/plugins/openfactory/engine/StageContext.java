package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What a stage works with. Safe for any thread.
 *
 * @param scope the stage and its attempt: the first part of every effect's key
 */
public record StageContext(
        RunDocuments documents,
        RunConfig config,
        Scope scope,
        Doors doors,
        FactoryHome home,
        CancelToken cancel,
        Clock clock,
        RunEvent.Listener listener) {

    public String runId() {
        return documents.runId();
    }

    /** When the run was created: the time of all its commits, so that a commit made again is the same commit. */
    public Instant commitTime() {
        return documents.row().createdAt();
    }

    public StageId stage() {
        return scope.stage();
    }

    /** The working tree of a purpose in this run, for instance {@code 0001} or {@code integration}. */
    public Path workspace(String purpose) {
        return home.workspaces(runId()).resolve(purpose);
    }

    /** Tells whoever watches; one line. */
    public void tell(RunEvent.Kind kind, Optional<String> ticketId, String text) {
        listener.on(new RunEvent(clock.instant(), runId(), kind, Optional.of(stage()), ticketId, text));
    }

    public void note(String text) {
        tell(RunEvent.Kind.NOTE, Optional.empty(), text);
    }
}
