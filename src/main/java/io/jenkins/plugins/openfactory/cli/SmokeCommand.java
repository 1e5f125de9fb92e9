package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.NewRun;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "smoke",
        description =
                "Shows the whole factory in a minute: a small repository, a scripted model, everything else real.",
        mixinStandardHelpOptions = true)
final class SmokeCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        NewRun wanted;
        try (Wiring wiring = Wiring.open(home.path())) {
            Path repository = SmokeExample.repository(wiring.home(), wiring.git());
            wanted = new NewRun(
                    SmokeExample.request(), "examples/smoke", repository.toString(), Optional.empty(), settings());
        }
        return new RunSession(home.path(), json).start(wanted);
    }

    /** The replies ship with the release, so letting them build in the REDUCED tier is ours to decide. */
    private static ObjectNode settings() {
        ObjectNode settings = Json.object();
        settings.putObject("model")
                .put("provider", "scripted")
                .put("modelId", "smoke")
                .put("baseUrl", EmbeddedPorts.BUNDLED)
                .put("directory", EmbeddedPorts.BUNDLED)
                .put("usdPerMillionPromptTokens", 0)
                .put("usdPerMillionCompletionTokens", 0);
        settings.putObject("sandbox").put("buildsInReducedTier", true);
        return settings;
    }
}
