package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs every command as a real process, without policy and sandbox; remembers what it was asked. */
public final class ProcessRunner implements CommandRunner {
    public final List<CommandRequest> asked = new CopyOnWriteArrayList<>();
    final List<Path> adopted = new CopyOnWriteArrayList<>();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    volatile Optional<CommandOutcome.Denied> denial = Optional.empty();

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        asked.add(request);
        if (denial.isPresent()) {
            return denial.get();
        }
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            return start(request, cancel);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private CommandOutcome start(CommandRequest request, CancelToken cancel) throws IOException, InterruptedException {
        Path out = Files.createTempFile("check", ".out");
        ProcessBuilder builder = new ProcessBuilder(request.argv())
                .directory(request.workspace().resolve(request.cwd()).toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        request.gitDir().ifPresent(dir -> builder.environment().put("GIT_DIR", dir.toString()));
        Process process = builder.start();
        CancelToken.Registration registration = cancel.onCancel(() -> kill(process));
        try {
            boolean ended = process.waitFor(request.limits().wallClock().toMillis(), TimeUnit.MILLISECONDS);
            Optional<CommandOutcome.Kill> kill = Optional.empty();
            if (!ended) {
                kill(process);
                process.waitFor();
                kill = Optional.of(CommandOutcome.Kill.WALL_CLOCK);
            } else if (cancel.isCancelled()) {
                kill = Optional.of(CommandOutcome.Kill.CANCELLED);
            }
            return new CommandOutcome.CommandResult(
                    kill.isPresent() ? OptionalInt.empty() : OptionalInt.of(process.exitValue()),
                    kill,
                    Files.readString(out, StandardCharsets.UTF_8),
                    "",
                    false,
                    Duration.ofMillis(1),
                    CommandOutcome.Tier.FULL,
                    asked.size());
        } finally {
            registration.close();
            Files.delete(out);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public Optional<CommandOutcome.Denied> check(CommandRequest request) {
        return denial;
    }

    @Override
    public void adopt(Path workspace) {
        adopted.add(workspace);
    }

    @Override
    public SandboxReport sandbox() {
        return new SandboxReport(CommandOutcome.Tier.FULL, "none, for tests", "", 0);
    }

    @Override
    public java.util.Set<String> rules() {
        return java.util.Set.of();
    }

    @Override
    public String policySha256() {
        return "0".repeat(64);
    }
}
