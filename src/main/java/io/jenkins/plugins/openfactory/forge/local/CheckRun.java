package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.forge.Forge.Conclusion;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One attempt of one check: a fresh working tree of the commit, the commands, the log. For one thread. */
final class CheckRun {
    private static final Logger LOG = Logger.getLogger(CheckRun.class.getName());

    private final LocalForgeSettings settings;
    private final CommandRunner runner;
    private final GitRepository repository;
    private final Clock clock;

    CheckRun(LocalForgeSettings settings, CommandRunner runner, GitRepository repository, Clock clock) {
        this.settings = settings;
        this.runner = runner;
        this.repository = repository;
        this.clock = clock;
    }

    /** How it ended, and one line that says so. */
    record Result(Conclusion conclusion, String summary) {}

    /** Runs the check; the log is complete and on disk when this returns. */
    Result run(CheckDefinition check, CheckRow row, Path workspace, Path log, CancelToken cancel) throws IOException {
        try (CheckLog out = new CheckLog(log)) {
            out.line("check " + check.name() + ", attempt " + row.attempt() + ", commit " + row.commit() + ", "
                    + clock.instant());
            Result result = guarded(check, row, workspace, out, cancel);
            out.line(result.conclusion().id() + ": " + result.summary());
            return result;
        }
    }

    private Result guarded(CheckDefinition check, CheckRow row, Path workspace, CheckLog out, CancelToken cancel)
            throws IOException {
        try {
            cancel.throwIfCancelled();
            Path gitDir = repository.checkout(workspace, row.commit());
            runner.adopt(workspace);
            return commands(check, workspace, gitDir, out, cancel);
        } catch (RunCancelledException e) {
            return new Result(Conclusion.CANCELLED, "cancelled");
        } catch (WorldFault | UserError e) {
            return new Result(Conclusion.STARTUP_FAILURE, e.getMessage());
        } finally {
            tidy(workspace);
        }
    }

    private void tidy(Path workspace) {
        try {
            repository.remove(workspace);
        } catch (WorldFault e) {
            LOG.log(Level.WARNING, "A check's workspace was left behind", e);
        }
    }

    private Result commands(CheckDefinition check, Path workspace, Path gitDir, CheckLog out, CancelToken cancel)
            throws IOException {
        long end = System.nanoTime() + settings.limits().wallClock().toNanos();
        int number = 0;
        for (List<String> argv : check.commands()) {
            number++;
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return timedOut();
            }
            out.line("[" + number + "/" + check.commands().size() + "] " + String.join(" ", argv));
            CommandOutcome outcome = runner.run(request(argv, workspace, gitDir, left), cancel);
            out.outcome(outcome);
            Optional<Result> ended = judge(String.join(" ", argv), outcome);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        return new Result(
                Conclusion.SUCCESS, number == 1 ? "the command succeeded" : "all " + number + " commands succeeded");
    }

    private CommandRequest request(List<String> argv, Path workspace, Path gitDir, Duration left) {
        Limits limits = settings.limits().withWallClock(left);
        return new CommandRequest(
                settings.traceId(),
                settings.runId(),
                Optional.empty(),
                StageId.PR_CI_GATE,
                "check",
                argv,
                workspace,
                "",
                Optional.of(gitDir),
                Optional.empty(),
                Optional.empty(),
                limits);
    }

    /** Empty where the next command may run. */
    private Optional<Result> judge(String command, CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Denied denied) {
            return Optional.of(new Result(
                    Conclusion.STARTUP_FAILURE,
                    "'" + command + "' was not run (" + denied.code() + "): " + denied.reason()));
        }
        CommandOutcome.CommandResult result = (CommandOutcome.CommandResult) outcome;
        if (result.succeeded()) {
            return Optional.empty();
        }
        if (result.killed().isPresent()) {
            return Optional.of(
                    switch (result.killed().get()) {
                        case WALL_CLOCK -> timedOut();
                        case CANCELLED -> new Result(Conclusion.CANCELLED, "'" + command + "' was cancelled");
                        default ->
                            new Result(
                                    Conclusion.FAILURE,
                                    "'" + command + "' was killed ("
                                            + result.killed().get() + ")");
                    });
        }
        return Optional.of(new Result(
                Conclusion.FAILURE,
                "'" + command + "' ended with exit code " + result.exitCode().orElse(-1)));
    }

    private Result timedOut() {
        return new Result(
                Conclusion.TIMED_OUT,
                "not finished within " + settings.limits().wallClock().toSeconds() + " s");
    }
}
