package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.diagnosis.Evidence;
import io.jenkins.plugins.openfactory.diagnosis.FailureEvidence;
import io.jenkins.plugins.openfactory.diagnosis.LogSource;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import io.jenkins.plugins.openfactory.journal.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs commands on a clean working tree of a commit and says what they showed. */
public final class Verifier {
    /** Tokens of evidence that a model gets of one failed command. */
    private static final int EVIDENCE_TOKENS = 2000;

    private final StageContext context;

    public Verifier(StageContext context) {
        this.context = context;
    }

    /** What commands on a commit showed. */
    public sealed interface Verdict {
        List<Ran> ran();

        /** Every command exited with 0. */
        record Passed(List<Ran> ran) implements Verdict {}

        /** A command exited with another code; the ones after it did not run. */
        record Failed(List<Ran> ran, List<String> argv, Evidence evidence) implements Verdict {}

        /** A command changed tracked files that its ticket does not declare; the ones after it did not run. */
        record Strayed(List<Ran> ran, List<String> argv, List<String> paths) implements Verdict {}

        /**
         * The commands could not show anything: denied, no sandbox, a limit.
         *
         * @param reason one sentence
         */
        record Infrastructure(List<Ran> ran, String reason) implements Verdict {}
    }

    /** One command that ran, with the artifact of its log. */
    public record Ran(List<String> argv, String ending, boolean succeeded, long millis, String log) {}

    /**
     * What to run.
     *
     * @param name tells it from other verifications of its place: part of the keys
     * @param logs the folder of artifacts that receives the logs
     * @param rules the policy's rules that may be used; empty for all
     * @param contract what the commands are held to besides
     */
    public record Job(
            String name,
            String commit,
            Path workspace,
            List<List<String>> commands,
            String proposedBy,
            Optional<Set<String>> rules,
            Duration wallClock,
            String logs,
            Optional<TicketContract> contract) {
        /** Commands that no ticket proposed. */
        public Job(
                String name,
                String commit,
                Path workspace,
                List<List<String>> commands,
                String proposedBy,
                Optional<Set<String>> rules,
                Duration wallClock,
                String logs) {
            this(name, commit, workspace, commands, proposedBy, rules, wallClock, logs, Optional.empty());
        }
    }

    /** Checks the commit out and runs the commands in order until one fails. */
    public Verdict verify(Scope scope, Job job) {
        Path gitDir = context.doors().git().checkout(scope, job.name(), job.workspace(), job.commit());
        List<Ran> ran = new ArrayList<>();
        Set<String> frozen = job.contract()
                .map(contract -> contract.frozen(context.doors().git().paths(job.commit())))
                .orElse(Set.of());
        for (int i = 0; i < job.commands().size(); i++) {
            context.cancel().throwIfCancelled();
            List<String> argv = job.commands().get(i);
            CommandDoor.Command command = command(job, gitDir, argv, i, frozen);
            CommandOutcome outcome = context.doors().commands().run(scope, command);
            Tell.command(context, scope, argv, outcome);
            ran.add(ran(argv, outcome, command.log()));
            Optional<Verdict> bad =
                    strayed(scope, job, argv, command.name(), ran).or(() -> judge(argv, outcome, ran));
            if (bad.isPresent()) {
                return bad.get();
            }
        }
        return new Verdict.Passed(List.copyOf(ran));
    }

    private Optional<Verdict> strayed(Scope scope, Job job, List<String> argv, String name, List<Ran> ran) {
        List<String> paths = job.contract()
                .map(contract -> contract.breaches(context, scope, name, job.workspace(), job.commit()))
                .orElse(List.of());
        return paths.isEmpty() ? Optional.empty() : Optional.of(new Verdict.Strayed(List.copyOf(ran), argv, paths));
    }

    private CommandDoor.Command command(Job job, Path gitDir, List<String> argv, int index, Set<String> frozen) {
        return new CommandDoor.Command(
                job.name() + "/" + (index + 1),
                job.proposedBy(),
                argv,
                job.workspace(),
                Optional.of(gitDir),
                job.rules(),
                Limits.defaults().withWallClock(job.wallClock()),
                job.commit(),
                job.commands().subList(0, index),
                job.logs() + "/" + job.name().replace('/', '-') + "-" + (index + 1) + ".log",
                frozen,
                false);
    }

    private static Ran ran(List<String> argv, CommandOutcome outcome, String log) {
        boolean good = outcome instanceof CommandResult result && result.succeeded();
        long millis =
                outcome instanceof CommandResult result ? result.duration().toMillis() : 0;
        return new Ran(argv, Tell.ending(outcome), good, millis, log);
    }

    private static Optional<Verdict> judge(List<String> argv, CommandOutcome outcome, List<Ran> ran) {
        if (outcome instanceof Denied denied) {
            return Optional.of(new Verdict.Infrastructure(
                    List.copyOf(ran),
                    "'" + String.join(" ", argv) + "' was denied (" + denied.code() + ", rule " + denied.rule() + "): "
                            + denied.reason()));
        }
        CommandResult result = (CommandResult) outcome;
        if (result.succeeded()) {
            return Optional.empty();
        }
        if (result.killed().isPresent() && result.killed().get() != Kill.SIGNAL) {
            return Optional.of(new Verdict.Infrastructure(
                    List.copyOf(ran), "'" + String.join(" ", argv) + "' was " + Tell.ending(result)));
        }
        Evidence evidence = FailureEvidence.extract(
                List.of(
                        new LogSource("standard output", result.stdout()),
                        new LogSource("standard error", result.stderr())),
                Optional.empty(),
                List.of(),
                EVIDENCE_TOKENS);
        return Optional.of(new Verdict.Failed(List.copyOf(ran), argv, evidence));
    }
}
