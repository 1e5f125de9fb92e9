package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.local.RunnerSettings;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.StageId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description =
                "Runs one command through the runner: its own exit code, 126 denied, 125 sandbox unavailable, 124 killed.",
        mixinStandardHelpOptions = true)
final class ExecCommand implements Callable<Integer> {
    private static final int DENIED = 126;
    private static final int UNAVAILABLE = 125;
    private static final int KILLED = 124;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            required = true,
            description = "The folder that it may write to.")
    private Path workspace;

    @Option(names = "--policy", paramLabel = "FILE", description = "Your policy instead of the one that ships.")
    private Path policy;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Wall clock. Default: ${DEFAULT-VALUE}.",
            defaultValue = "600")
    private int seconds;

    @Option(
            names = "--prepare",
            description =
                    "Run it as a prepare command: what it fetches is kept in the home, and later commands in the same"
                            + " folder see it.")
    private boolean prepare;

    @Option(
            names = "--prepare-host",
            paramLabel = "HOST[:PORT]",
            description = "What a prepare command may reach; repeat for several.")
    private List<String> prepareHosts = List.of();

    @Option(names = "--allow-reduced-builds", description = "Let builds run in the REDUCED sandbox tier.")
    private boolean reducedBuilds;

    @Option(
            names = "--git-dir",
            paramLabel = "DIR",
            description = "The workspace's git directory, outside of it, for git commands.")
    private Path gitDir;

    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "ARGV", arity = "1..*")
    private List<String> argv;

    @Override
    public Integer call() {
        Path folder = Path.of(Files.existing("--workspace", workspace));
        try (Wiring wiring = Wiring.open(home.path())) {
            CommandRunner runner = Runners.alone(
                    wiring.clock(),
                    wiring.masker(),
                    Optional.ofNullable(policy),
                    settings(wiring.home()),
                    FileAudit.in(wiring.home()));
            CommandRequest request = new CommandRequest(
                    IdSource.secure(wiring.clock()).newTraceId(),
                    "exec-" + Sha256.hex(folder.toString()).substring(0, 12),
                    Optional.empty(),
                    StageId.IMPLEMENT_LOOP,
                    "user",
                    argv,
                    folder,
                    "",
                    Optional.ofNullable(gitDir),
                    Optional.empty(),
                    Optional.empty(),
                    Limits.defaults().withWallClock(Duration.ofSeconds(seconds)));
            CancelToken cancel = new CancelToken();
            runner.adopt(folder);
            return show(runner.run(prepare ? request.preparing() : request, cancel));
        }
    }

    private RunnerSettings settings(FactoryHome factory) {
        RunnerSettings settings = RunnerSettings.standard().withPreparation(factory.caches(), prepareHosts);
        return reducedBuilds ? settings.withBuildsInReducedTier() : settings;
    }

    private static int show(CommandOutcome outcome) {
        if (outcome instanceof Denied denied) {
            System.err.println(
                    "factory: denied (" + denied.code() + ", rule " + denied.rule() + "): " + denied.reason());
            return denied.code().equals("SANDBOX_UNAVAILABLE") ? UNAVAILABLE : DENIED;
        }
        CommandResult result = (CommandResult) outcome;
        System.out.print(result.stdout());
        System.err.print(result.stderr());
        if (result.killed().isPresent() && result.killed().get() != Kill.SIGNAL) {
            System.err.println(
                    "factory: killed, because " + reason(result.killed().get()));
            return KILLED;
        }
        return result.exitCode().orElse(KILLED);
    }

    private static String reason(Kill kill) {
        return kill == Kill.CANARY
                ? "its output showed the credential that is planted to find out who looks for secrets"
                : "it reached its limit of "
                        + kill.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
