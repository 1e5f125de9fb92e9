package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.diagnosis.EvidenceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evidence",
        description = "Condenses logs of a failure; files that end in .xml are read as JUnit reports.",
        mixinStandardHelpOptions = true)
final class EvidenceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LOG", arity = "1..*")
    private List<Path> logs;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2000")
    private int tokens;

    @Option(
            names = "--green",
            paramLabel = "LOG",
            description = "A log of the same command when it last succeeded: what is new counts more.")
    private Path green;

    @Override
    public Integer call() {
        System.out.println(
                EvidenceFiles.extract(logs, Optional.ofNullable(green), tokens).text());
        return ExitCode.DONE;
    }
}
