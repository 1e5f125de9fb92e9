package io.jenkins.plugins.openfactory.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "answer",
        description = "Answers the run's clarification question and goes on with it.",
        mixinStandardHelpOptions = true)
final class AnswerCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN")
    private String runId;

    @Parameters(index = "1", paramLabel = "TEXT")
    private String text;

    @Mixin
    private HomeOption home;

    @Option(names = "--no-resume", description = "Only record it; the run goes on with 'factory resume'.")
    private boolean recordOnly;

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        return Words.andResume(home.path(), runId, json, recordOnly, wiring -> Words.answer(wiring, runId, text));
    }
}
