package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.diagnosis.Evidence;
import io.jenkins.plugins.openfactory.diagnosis.FailureEvidence;
import io.jenkins.plugins.openfactory.diagnosis.LogSource;
import io.jenkins.plugins.openfactory.diagnosis.ReportFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Override
    public Integer call() throws IOException {
        List<LogSource> sources = new ArrayList<>();
        List<ReportFile> reports = new ArrayList<>();
        for (Path log : logs) {
            Files.existing("LOG", log);
            byte[] bytes = java.nio.file.Files.readAllBytes(log);
            if (log.toString().endsWith(".xml")) {
                reports.add(new ReportFile(log.toString(), bytes));
            } else {
                sources.add(new LogSource(log.getFileName().toString(), new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        Evidence evidence = FailureEvidence.extract(sources, Optional.empty(), reports, tokens);
        System.out.println(evidence.text());
        return ExitCode.DONE;
    }
}
