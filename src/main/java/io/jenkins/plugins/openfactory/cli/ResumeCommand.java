package io.jenkins.plugins.openfactory.cli;

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

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        return new RunSession(home.path(), json).resume(runId);
    }
}
