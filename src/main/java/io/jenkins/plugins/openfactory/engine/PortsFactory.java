package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.journal.Doors;

/** Makes the ports of a run from its settings. Composition roots implement it; nobody else names an implementation. */
@FunctionalInterface
public interface PortsFactory {
    /**
     * @throws io.jenkins.plugins.openfactory.run.UserError where a setting names something that can't be used
     */
    Doors.Ports open(String runId, RunConfig config, GitRepository repository);
}
