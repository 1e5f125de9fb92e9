package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description =
                "Goes on with a run where its record ends: after a crash, an answer, or a failure that was mended.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Option(names = "--budget-usd", paramLabel = "USD", description = "From now on, US dollars of the run at most.")
    private Double budgetUsd;

    @Option(names = "--budget-tokens", paramLabel = "N", description = "From now on, tokens of the run at most.")
    private Long budgetTokens;

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        return new RunSession(home.path(), json).resume(runId, amendments());
    }

    private ObjectNode amendments() {
        ObjectNode settings = Json.object();
        if (budgetUsd != null) {
            settings.withObject("/budget").put("usd", budgetUsd);
        }
        if (budgetTokens != null) {
            settings.withObject("/budget").put("tokens", budgetTokens);
        }
        return settings;
    }
}
