package io.jenkins.plugins.openfactory.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "approve",
        description = "Approves exactly what the waiting run shows and goes on with it.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends WordCommand {
    @Option(names = "--remark", paramLabel = "TEXT", description = "Kept with the approval.", defaultValue = "")
    private String remark;

    @Option(
            names = "--sha256",
            paramLabel = "HASH",
            description = "What you looked at, as 'status' shows it; where the run asks for something else by now,"
                    + " nothing is recorded.")
    private String sha256;

    @Override
    void say(Wiring wiring, String runId) {
        System.err.println(Words.decide(wiring, runId, "approve", Optional.ofNullable(sha256), remark));
    }
}
