package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.forge.github.SmokeRepositories;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "smoke-repos",
        description = "Lists an organization's smoke repositories, keeps one and deletes the others with --apply.",
        mixinStandardHelpOptions = true)
final class SmokeReposCommand implements Callable<Integer> {
    @Option(names = "--org", paramLabel = "ORG", required = true, description = "The organization on GitHub.")
    private String organization;

    @Option(
            names = "--keep",
            paramLabel = "NAME",
            required = true,
            description = "The smoke repository that stays; it must be there.")
    private String keep;

    @Option(names = "--apply", description = "Delete; without it nothing is changed.")
    private boolean apply;

    @Option(names = "--forge-url", paramLabel = "URL", description = "API base URL of a GitHub Enterprise server.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--forge-token-file",
            paramLabel = "FILE",
            required = true,
            description = "File that holds the token; nobody else may be able to read it.")
    private Path tokenFile;

    @Override
    public Integer call() {
        SmokeRepositories repositories = SmokeRepositories.of(
                url, organization, () -> SecretFile.read("--forge-token-file", tokenFile), Clock.systemUTC());
        List<SmokeRepositories.Row> rows = repositories.tidy(keep, apply);
        rows.forEach(row -> System.out.printf("%-12s %s%s%n", row.outcome().id(), row.name(), row.reason()));
        if (rows.isEmpty()) {
            System.out.println("No repository of " + organization + " matches " + SmokeRepositories.PATTERN + ".");
        }
        boolean refused = rows.stream().anyMatch(row -> row.outcome() == SmokeRepositories.Outcome.REFUSED);
        if (!apply && rows.stream().anyMatch(row -> row.outcome() == SmokeRepositories.Outcome.WOULD_DELETE)) {
            System.out.println("Nothing was changed; add --apply to delete.");
        }
        return refused ? ExitCode.FAILED : ExitCode.DONE;
    }
}
