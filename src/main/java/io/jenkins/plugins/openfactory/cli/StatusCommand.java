package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Shows a run as it stands.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Print the status document.")
    private boolean json;

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            RunRow row = wiring.require(runId);
            if (json) {
                System.out.print(Json.pretty(RunStatusDocument.of(wiring.store(), runId)));
                return ExitCode.DONE;
            }
            System.out.print(StatusText.render(wiring, row));
            if (row.state() == JobState.WAITING) {
                System.out.println(Hints.forWaiting(row));
            }
        }
        return ExitCode.DONE;
    }
}
