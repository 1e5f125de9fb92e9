package io.jenkins.plugins.openfactory.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "answer",
        description = "Answers the run's clarification question and goes on with it.",
        mixinStandardHelpOptions = true)
final class AnswerCommand extends WordCommand {
    @Parameters(index = "1", paramLabel = "TEXT")
    private String text;

    @Override
    void say(Wiring wiring, String runId) {
        Words.answer(wiring, runId, text);
    }
}
