package io.jenkins.plugins.openfactory.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reject",
        description = "Rejects what the waiting run shows; the run fails with your remark.",
        mixinStandardHelpOptions = true)
final class RejectCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN")
    private String runId;

    @Option(names = "--remark", paramLabel = "TEXT", description = "Why.", defaultValue = "")
    private String remark;

    @Mixin
    private HomeOption home;

    @Option(names = "--no-resume", description = "Only record it; the run goes on with 'factory resume'.")
    private boolean recordOnly;

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        return Words.andResume(
                home.path(), runId, json, recordOnly, wiring -> Words.decide(wiring, runId, "reject", remark));
    }
}
