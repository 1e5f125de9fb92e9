package io.jenkins.plugins.openfactory.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "approve",
        description = "Approves exactly what the waiting run shows and goes on with it.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends WordCommand {
    @Option(names = "--remark", paramLabel = "TEXT", description = "Kept with the approval.", defaultValue = "")
    private String remark;

    @Override
    void say(Wiring wiring, String runId) {
        Words.decide(wiring, runId, "approve", remark);
    }
}
