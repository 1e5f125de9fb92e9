package io.jenkins.plugins.openfactory.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's word on a waiting run: recorded, and then the run goes on. */
abstract class WordCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Option(names = "--no-resume", description = "Only record it; the run goes on with 'factory resume'.")
    private boolean recordOnly;

    @Option(names = "--json", description = "Print the status document at the end instead of lines.")
    private boolean json;

    /** Records the word. */
    abstract void say(Wiring wiring, String runId);

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            say(wiring, runId);
        }
        if (recordOnly) {
            System.out.println("Recorded; go on with: ./factory resume " + runId);
            return ExitCode.DONE;
        }
        return new RunSession(home.path(), json).resume(runId);
    }
}
