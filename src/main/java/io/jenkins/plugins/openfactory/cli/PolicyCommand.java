package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.PolicyExplanation;
import io.jenkins.plugins.openfactory.exec.PolicyStats;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "policy", description = "Tries the command policy by hand.", mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: policy check -- ARGV…, or policy stats FILE");
    }

    @Command(
            name = "check",
            description = "Explains the decision on a command; 0 allowed, 1 denied.",
            mixinStandardHelpOptions = true)
    int check(
            @Option(names = "--policy", paramLabel = "FILE", description = "Your policy instead of the one that ships.")
                    Path policy,
            @Option(names = "--json", description = "Print JSON instead of lines.") boolean json,
            @Parameters(paramLabel = "ARGV", arity = "1..*", description = "The program and its arguments.")
                    List<String> argv) {
        PolicyExplanation explanation = PolicyExplanation.of(policy(policy), argv);
        System.out.print(json ? Json.pretty(explanation.json()) : explanation.text() + "\n");
        return explanation.allowed() ? ExitCode.DONE : 1;
    }

    @Command(
            name = "stats",
            description = "Prints the share of a file's command lines that the policy allows, and the rest by reason.",
            mixinStandardHelpOptions = true)
    int stats(
            @Option(names = "--policy", paramLabel = "FILE", description = "Your policy instead of the one that ships.")
                    Path policy,
            @Option(names = "--json", description = "Print JSON instead of lines.") boolean json,
            @Parameters(
                            paramLabel = "FILE",
                            description = "A command a line: words with shell quotes, or a JSON array.")
                    Path file) {
        PolicyStats stats = PolicyStats.of(policy(policy), file);
        System.out.print(json ? Json.pretty(stats.json()) : stats.text() + "\n");
        return ExitCode.DONE;
    }

    private static CommandPolicy policy(Path file) {
        return file == null ? CommandPolicy.shipped() : CommandPolicy.load(file);
    }
}
