package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunRow;
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
            RunRow row = wiring.require(runId);
            if (row.state().ended()) {
                throw new UserError("Run " + runId + " has ended already: it is " + row.state().id() + ".");
            }
            System.out.println(CancelRequests.request(wiring.store(), wiring.home(), runId));
        }
        return ExitCode.DONE;
    }
}
