package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.Decision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
            @Parameters(paramLabel = "ARGV", arity = "1..*", description = "The program and its arguments.")
                    List<String> argv) {
        Decision decision = policy(policy).decide(argv);
        if (decision instanceof Decision.Allowed allowed) {
            System.out.println("allowed by rule " + allowed.rule().name() + " ("
                    + allowed.rule().summary() + ")");
            return ExitCode.DONE;
        }
        Decision.Refused refused = (Decision.Refused) decision;
        String at =
                refused.index() >= 0 && refused.index() < argv.size() ? ", at '" + argv.get(refused.index()) + "'" : "";
        System.out.println(
                "denied (" + refused.code() + "), nearest rule " + refused.rule() + at + ": " + refused.reason());
        return 1;
    }

    @Command(
            name = "stats",
            description = "Prints the share of a file's command lines that the policy allows, and the rest by reason.",
            mixinStandardHelpOptions = true)
    int stats(
            @Option(names = "--policy", paramLabel = "FILE", description = "Your policy instead of the one that ships.")
                    Path policy,
            @Parameters(
                            paramLabel = "FILE",
                            description = "A command a line: words with shell quotes, or a JSON array.")
                    Path file) {
        CommandPolicy loaded = policy(policy);
        List<List<String>> commands = CommandLines.read(Files.text("FILE", file));
        int allowed = 0;
        Map<String, Integer> denied = new TreeMap<>();
        for (List<String> argv : commands) {
            if (loaded.decide(argv) instanceof Decision.Refused refused) {
                denied.merge(refused.code() + " " + refused.rule(), 1, Integer::sum);
            } else {
                allowed++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d of %d commands allowed (%.1f %%)%n",
                allowed,
                commands.size(),
                commands.isEmpty() ? 0.0 : 100.0 * allowed / commands.size());
        denied.forEach((why, count) -> System.out.println("  denied " + count + " × " + why));
        return ExitCode.DONE;
    }

    private static CommandPolicy policy(Path file) {
        return file == null ? CommandPolicy.shipped() : CommandPolicy.load(file);
    }
}
