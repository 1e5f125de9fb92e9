package io.jenkins.plugins.openfactory.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that every command with state shares. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where runs are kept. Default: OPENFACTORY_HOME, else ~/.openfactory.")
    private Path home;

    Path path() {
        return Optional.ofNullable(home)
                .or(() -> Optional.ofNullable(System.getenv("OPENFACTORY_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".openfactory"))
                .toAbsolutePath()
                .normalize();
    }
}
