package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.engine.Replay;
import io.jenkins.plugins.openfactory.journal.ReplayDoorway.Divergence;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonDifference;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = "Runs a finished run again from its own record and shows the first difference, if there is one.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws IOException {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            wiring.require(runId);
            Path folder = java.nio.file.Files.createTempDirectory("openfactory-replay");
            Path file = folder.resolve("store.db");
            try (RunStore scratch = Stores.embedded(file, wiring.clock())) {
                Replay replay = new Replay(
                        wiring.store(),
                        wiring.home(),
                        wiring.git(),
                        wiring.ports(),
                        wiring.stages(),
                        wiring.clock(),
                        wiring.masker());
                return print(replay.run(runId, scratch));
            } finally {
                Trees.delete(folder);
            }
        }
    }

    private static int print(Replay.Report report) {
        report.stages().forEach(System.out::println);
        System.out.println(report.matched() + " recorded effects were asked for again in the same words.");
        if (report.divergence().isEmpty()) {
            System.out.println("No difference: the run replays as it was recorded.");
            return ExitCode.DONE;
        }
        Divergence first = report.divergence().get();
        System.out.println("First difference, at " + first.key() + ":");
        System.out.println(first.recorded()
                .map(recorded -> JsonDifference.show(Json.read(recorded), Json.read(first.asked())))
                .orElse("nothing was recorded under this key; now asked: " + first.asked()));
        return ExitCode.FAILED;
    }
}
