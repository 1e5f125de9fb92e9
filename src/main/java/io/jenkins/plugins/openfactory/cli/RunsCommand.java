package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "runs",
        description = "Lists runs, newest first.",
        mixinStandardHelpOptions = true,
        subcommands = PruneCommand.class)
final class RunsCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "50")
    private int limit;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            List<RunSummary> runs = wiring.store().runs(limit);
            System.out.print(json ? Json.pretty(RunStatusDocument.runs(runs)) : table(runs));
        }
        return ExitCode.DONE;
    }

    private static String table(List<RunSummary> runs) {
        if (runs.isEmpty()) {
            return "No runs yet; begin with './factory smoke'.\n";
        }
        StringBuilder text = new StringBuilder();
        runs.forEach(run -> text.append(
                String.format("%s  %-16s %s%n", run.runId(), run.state().id(), Inert.line(run.title()))));
        return text.toString();
    }
}
