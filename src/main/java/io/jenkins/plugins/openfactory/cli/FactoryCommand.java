package io.jenkins.plugins.openfactory.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code factory} itself. */
@Command(
        name = "factory",
        description = "Turns a written request into a tested draft pull request whose required checks are truly green.",
        mixinStandardHelpOptions = true,
        versionProvider = FactoryCommand.Version.class,
        subcommands = {
            SmokeCommand.class,
            SmokeReposCommand.class,
            RunCommand.class,
            ResumeCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            ArtifactsCommand.class,
            CancelCommand.class,
            AnswerCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            ReplayCommand.class,
            DoctorCommand.class,
            ExecCommand.class,
            PolicyCommand.class,
            EditsCommand.class,
            EvidenceCommand.class,
            ContextCommand.class,
            MaskCommand.class,
            CanonicalCommand.class,
            SchemaCommand.class,
            RepairCommand.class,
            AuditCommand.class,
            KeyCommand.class,
            VerifyCommand.class,
            StoreCommand.class
        })
final class FactoryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where runs are kept, for every command that keeps any.")
    private Path home;

    /** The command above all of a command's. */
    static FactoryCommand of(CommandSpec command) {
        return (FactoryCommand) command.root().userObject();
    }

    /** What was said before the command's name. */
    Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command, for instance 'factory smoke'");
    }

    /** The version, from the jar or the build's classes. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"openfactory " + BuildInfo.version()};
        }
    }
}
