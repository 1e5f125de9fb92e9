package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.NewRun;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Takes a request through all eight stages.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--repo", paramLabel = "PATH|URL", required = true, description = "The git repository to work on.")
    private String repository;

    @Option(
            names = "--request-file",
            paramLabel = "FILE",
            description = "The written request. Default: standard input.")
    private Path requestFile;

    @Option(
            names = "--base",
            paramLabel = "BRANCH",
            description = "Where the pull request goes. Default: the default branch.")
    private String base;

    @Mixin
    private HomeOption home;

    @ArgGroup(exclusive = false, heading = "%nModel:%n")
    private ModelOptions model = new ModelOptions();

    @ArgGroup(exclusive = false, heading = "%nA stronger model for last attempts:%n")
    private EscalationOptions escalation = new EscalationOptions();

    @ArgGroup(exclusive = false, heading = "%nForge:%n")
    private ForgeOptions forge = new ForgeOptions();

    @Option(
            names = "--gate",
            paramLabel = "\"ARGV\"",
            description = "A local gate; repeat for several. Words are split at spaces.")
    private List<String> gates = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "Your command policy instead of the one that ships.")
    private Path policy;

    @Option(names = "--parallel", paramLabel = "N", description = "Tickets at once. Default: 2.")
    private Integer parallel;

    @Option(names = "--attempts", paramLabel = "N", description = "Of each ticket. Default: 3.")
    private Integer attempts;

    @Option(names = "--ci-fixes", paramLabel = "N", description = "Mends of a failed check. Default: 2.")
    private Integer ciFixes;

    @Option(names = "--budget-usd", paramLabel = "USD", description = "US dollars of the run at most.")
    private Double budgetUsd;

    @Option(names = "--budget-tokens", paramLabel = "N", description = "Tokens of the run at most.")
    private Long budgetTokens;

    @Option(
            names = "--approve",
            paramLabel = "WHAT",
            split = ",",
            description = "Wait for a person at spec, tickets, pr (any of them, with commas).")
    private List<String> approvals = List.of();

    @Option(names = "--no-questions", description = "Never ask; what is open becomes an assumption.")
    private boolean noQuestions;

    @Option(
            names = "--allow-reduced-builds",
            description =
                    "Let builds and tests run in the REDUCED sandbox tier, on a machine that is thrown away afterwards.")
    private boolean reducedBuilds;

    @Option(
            names = "--prepare-host",
            paramLabel = "HOST[:PORT]",
            description =
                    "What the prepare commands of .openfactory.yml may reach; repeat for several. Without a port: 443"
                            + " and 80.")
    private List<String> prepareHosts = List.of();

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        String request = requestFile == null ? Files.standardInput() : Files.text("--request-file", requestFile);
        String origin = requestFile == null
                ? "standard input"
                : requestFile.getFileName().toString();
        NewRun wanted = new NewRun(request, origin, repository, Optional.ofNullable(base), settings());
        return new RunSession(home.path(), json).start(wanted);
    }

    private ObjectNode settings() {
        ObjectNode settings = Json.object();
        model.addTo(settings);
        escalation.addTo(settings);
        forge.addTo(settings);
        put(settings, "parallel", parallel);
        put(settings, "attempts", attempts);
        put(settings, "ciFixes", ciFixes);
        if (!gates.isEmpty()) {
            ArrayNode list = settings.putArray("gates");
            gates.forEach(gate -> words(gate).forEach(list.addArray()::add));
        }
        if (policy != null) {
            settings.put("policyFile", Files.existing("--policy", policy));
        }
        if (budgetUsd != null) {
            settings.withObject("/budget").put("usd", budgetUsd);
        }
        if (budgetTokens != null) {
            settings.withObject("/budget").put("tokens", budgetTokens);
        }
        if (!approvals.isEmpty()) {
            approvals.forEach(settings.putArray("approvals")::add);
        }
        if (noQuestions) {
            settings.put("mayAsk", false);
        }
        if (!prepareHosts.isEmpty()) {
            prepareHosts.forEach(settings.withObject("/sandbox").putArray("prepareHosts")::add);
        }
        if (reducedBuilds) {
            settings.withObject("/sandbox").put("buildsInReducedTier", true);
        }
        return settings;
    }

    private static void put(ObjectNode settings, String key, Integer value) {
        if (value != null) {
            settings.put(key, value);
        }
    }

    private static List<String> words(String gate) {
        if (gate.isBlank()) {
            throw new UserError("--gate is empty; give a command, for instance --gate \"make test\".");
        }
        return List.of(gate.strip().split("\\s+"));
    }
}
