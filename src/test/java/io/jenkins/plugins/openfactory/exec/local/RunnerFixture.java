package io.jenkins.plugins.openfactory.exec.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A runner on a workspace of its own, with an audit log in memory. */
final class RunnerFixture implements AuditLog {
    /** An administrator's policy that names the exact form {@code sh FILE}, so that tests can run any attack. */
    static final String SCRIPTS = """
            {"version": 1, "rules": [
              {"name": "script", "program": "sh", "kind": "build", "summary": "Runs a script.", "optionsFirst": true,
               "operands": [{"name": "script", "type": "path"}, {"name": "argument", "type": "text", "count": "rest"}],
               "examples": {"match": [["sh", "a.sh"]], "refuse": [["sh", "-c", "id"]]}},
              {"name": "read-script", "program": "dash", "kind": "read", "summary": "Runs a script that only reads.",
               "operands": [{"name": "script", "type": "path"}],
               "examples": {"match": [["dash", "a.sh"]], "refuse": [["dash", "-c", "id"]]}},
              {"name": "broken", "program": "true", "kind": "build", "summary": "Needs a folder that is not there.",
               "folders": ["/nonexistent-folder"], "operands": [],
               "examples": {"match": [["true"]], "refuse": [["true", "x"]]}},
              {"name": "java", "program": "java", "kind": "build", "summary": "Runs a source file.",
               "optionsFirst": true, "operands": [{"name": "source", "type": "path"}],
               "examples": {"match": [["java", "A.java"]], "refuse": [["java"]]}}
            ]}
            """;

    final Path folder;
    final Path workspace;
    final SecretMasker masker = new SecretMasker();
    final List<ObjectNode> audit = Collections.synchronizedList(new ArrayList<>());
    final LocalCommandRunner runner;

    RunnerFixture(Path folder, RunnerSettings settings, CommandPolicy policy) {
        this(folder, fixture -> new LocalCommandRunner(settings, policy, fixture, fixture.masker, Clock.systemUTC()));
    }

    private RunnerFixture(Path folder, Function<RunnerFixture, LocalCommandRunner> maker) {
        try {
            this.folder = folder.toRealPath();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            this.workspace = Files.createDirectories(this.folder.resolve("workspace"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.runner = maker.apply(this);
    }

    /** A runner whose commands are started through a shell. */
    static RunnerFixture launched(Path folder, CommandPolicy policy, Shell shell) {
        return new RunnerFixture(
                folder,
                fixture -> LocalCommandRunner.through(
                        shell, Tier.FULL, policy, fixture, fixture.masker, Clock.systemUTC()));
    }

    static RunnerFixture full(Path folder, CommandPolicy policy) {
        RunnerFixture fixture = new RunnerFixture(folder, RunnerSettings.standard(), policy);
        assumeTrue(
                fixture.runner.sandbox().tier() == Tier.FULL,
                () -> "needs bubblewrap (bwrap) and user namespaces: " + fixture.runner.sandbox());
        return fixture;
    }

    static RunnerFixture reduced(Path folder, RunnerSettings settings, CommandPolicy policy) {
        RunnerFixture fixture = new RunnerFixture(
                folder, settings.withMachine(settings.machine().withoutBubblewrap()), policy);
        assumeTrue(
                fixture.runner.sandbox().tier() == Tier.REDUCED,
                () -> "needs Landlock version 4 (Linux 6.7): " + fixture.runner.sandbox());
        return fixture;
    }

    @Override
    public synchronized long append(String runId, ObjectNode record) {
        audit.add(record.deepCopy().put("seq", audit.size() + 1));
        return audit.size();
    }

    RunnerFixture file(String name, String content) {
        try {
            Path file = workspace.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandRequest request(String... argv) {
        return request(Limits.defaults(), argv);
    }

    CommandRequest request(Limits limits, String... argv) {
        return new CommandRequest(
                "0123456789abcdef0123456789abcdef",
                "run-1",
                Optional.of("0001"),
                StageId.IMPLEMENT_LOOP,
                "model",
                List.of(argv),
                workspace,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limits);
    }

    static CommandRequest with(CommandRequest r, String cwd, Optional<Path> gitDir, Optional<byte[]> stdin) {
        return new CommandRequest(
                r.traceId(),
                r.runId(),
                r.ticketId(),
                r.stage(),
                r.proposedBy(),
                r.argv(),
                r.workspace(),
                cwd,
                gitDir,
                stdin,
                r.rules(),
                r.limits());
    }

    static CommandRequest only(CommandRequest r, String... rules) {
        return new CommandRequest(
                r.traceId(),
                r.runId(),
                r.ticketId(),
                r.stage(),
                r.proposedBy(),
                r.argv(),
                r.workspace(),
                r.cwd(),
                r.gitDir(),
                r.stdin(),
                Optional.of(Set.of(rules)),
                r.limits());
    }

    /** Limits with room for a script, to be made narrower. */
    static Limits limits(Duration wallClock, Duration cpu, long memory, int processes, long file, long output) {
        return new Limits(wallClock, cpu, memory, processes, file, 256, output);
    }

    CommandOutcome run(CommandRequest request) {
        return run(request, new CancelToken());
    }

    CommandOutcome run(CommandRequest request, CancelToken cancel) {
        runner.adopt(workspace);
        return runner.run(request, cancel);
    }

    CommandResult ran(CommandRequest request) {
        CommandOutcome outcome = run(request);
        if (outcome instanceof CommandResult result) {
            return result;
        }
        throw new AssertionError(outcome.toString());
    }

    CommandResult ran(String... argv) {
        return ran(request(argv));
    }

    /** Runs lines of shell as a script of the workspace. */
    CommandResult script(Limits limits, String... lines) {
        file("script.sh", String.join("\n", lines) + "\n");
        return ran(request(limits, "sh", "script.sh"));
    }

    CommandResult script(String... lines) {
        return script(Limits.defaults(), lines);
    }

    Denied denied(String... argv) {
        return denied(request(argv));
    }

    Denied denied(CommandRequest request) {
        CommandOutcome outcome = run(request);
        if (outcome instanceof Denied denied) {
            return denied;
        }
        throw new AssertionError(outcome.toString());
    }

    /** Whether a process with this word among its arguments lives on this machine. */
    static boolean lives(String word) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .anyMatch(path -> arguments(path).contains(word));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> arguments(Path process) {
        try {
            return List.of(Files.readString(process.resolve("cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
