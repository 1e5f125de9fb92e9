package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.RunRow;

/**
 * One call's work on a run.
 *
 * @param stays whether it waits for what goes on without us as well
 */
record RunWork(RunRow run, RunConfig config, GitRepository repository, Doors doors, CancelToken cancel, boolean stays)
        implements AutoCloseable {
    String runId() {
        return run.runId();
    }

    @Override
    public void close() {
        repository.close();
    }
}
