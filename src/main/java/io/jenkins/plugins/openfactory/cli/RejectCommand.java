package io.jenkins.plugins.openfactory.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reject",
        description = "Rejects what the waiting run shows; the run fails with your remark.",
        mixinStandardHelpOptions = true)
final class RejectCommand extends WordCommand {
    @Option(names = "--remark", paramLabel = "TEXT", description = "Why.", defaultValue = "")
    private String remark;

    @Override
    void say(Wiring wiring, String runId) {
        Words.decide(wiring, runId, "reject", remark);
    }
}
