package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunLock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = "Stops a run: its commands end within five seconds and what it did is kept.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            wiring.require(runId);
            CancelRequests requests = new CancelRequests(wiring.store(), wiring.home(), wiring.clock());
            Optional<RunLock.Holder> owner = requests.request(runId, System.getProperty("user.name"));
            if (owner.isPresent()) {
                System.out.println("Process " + owner.get().pid() + " was asked to stop run " + runId + ".");
            } else {
                end(wiring, requests);
            }
        }
        return ExitCode.DONE;
    }

    /** Nobody works on it, so this process ends it. */
    private void end(Wiring wiring, CancelRequests requests) {
        try (RunClaim claim = RunClaim.take(wiring.store(), wiring.home(), runId, new CancelToken())) {
            wiring.factory(RunView.SILENT).cancelIdle(runId);
            requests.clear(runId);
        }
        System.out.println("Run " + runId + " is cancelled.");
    }
}
