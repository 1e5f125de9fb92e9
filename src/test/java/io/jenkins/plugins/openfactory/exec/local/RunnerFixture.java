package io.jenkins.plugins.openfactory.exec.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A runner on a workspace of its own, with an audit log in memory. */
final class RunnerFixture implements AuditLog {
    static final Limits WIDE = Limits.defaults();

    final Path workspace;
    final SecretMasker masker = new SecretMasker();
    final List<ObjectNode> audit = Collections.synchronizedList(new ArrayList<>());
    final LocalCommandRunner runner;

    RunnerFixture(Path folder, RunnerSettings settings, CommandPolicy policy) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            this.workspace = Files.createDirectory(folder.resolve("workspace")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.runner = new LocalCommandRunner(settings, policy, this, masker, Clock.systemUTC());
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

    CommandOutcome run(CommandRequest request) {
        runner.adopt(workspace);
        return runner.run(request, new CancelToken());
    }

    CommandResult ran(String... argv) {
        CommandOutcome outcome = run(request(WIDE, argv));
        if (outcome instanceof CommandResult result) {
            return result;
        }
        throw new AssertionError(outcome.toString());
    }

    Denied denied(String... argv) {
        CommandOutcome outcome = run(request(WIDE, argv));
        if (outcome instanceof Denied denied) {
            return denied;
        }
        throw new AssertionError(outcome.toString());
    }
}
