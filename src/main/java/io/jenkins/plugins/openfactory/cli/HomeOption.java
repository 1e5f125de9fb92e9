package io.jenkins.plugins.openfactory.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that every command with state shares; it may also stand before the command's name. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where runs are kept. Default: OPENFACTORY_HOME, else ~/.openfactory.")
    private Path home;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Path path() {
        return Optional.ofNullable(home)
                .or(() -> FactoryCommand.of(command).home())
                .or(() -> Optional.ofNullable(System.getenv("OPENFACTORY_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".openfactory"))
                .toAbsolutePath()
                .normalize();
    }
}
