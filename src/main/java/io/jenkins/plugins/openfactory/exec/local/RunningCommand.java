package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.exec.sandbox.Spawner;
import io.jenkins.plugins.openfactory.exec.sandbox.TreeUsage;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One command from its spawn to its end. Watched by the thread that calls {@link #run}; two more threads drain its
 * output.
 */
final class RunningCommand {
    private static final long LOOK_MILLIS = 100;
    private static final long DRAIN_MILLIS = 2000;

    private final SandboxedCommand command;
    private final Launch launch;
    private final Masker masker;
    private final Canary canary;
    private final AtomicReference<Kill> killed = new AtomicReference<>();

    RunningCommand(SandboxedCommand command, Launch launch, Masker masker, Canary canary) {
        this.command = command;
        this.launch = launch;
        this.masker = masker;
        this.canary = canary;
    }

    /**
     * Starts the command, waits for its end and says how it went. An interrupt kills it like a cancel and is kept.
     *
     * @throws IOException where it could not be started
     */
    Finished run(Optional<byte[]> stdin, CancelToken cancel) throws IOException {
        long started = System.nanoTime();
        Instant since = Instant.now();
        ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new File("/"));
        builder.environment().clear();
        Process process = Spawner.start(builder);
        try {
            launch.started(process);
        } catch (IOException e) {
            launch.kill(process);
            throw e;
        }
        OutputSink.Kept kept = new OutputSink.Kept(
                command.limits().outputBytes(),
                masker,
                command.workspace().toString(),
                canary,
                why -> kill(process, why));
        OutputPump out = new OutputPump(process.getInputStream(), kept, "command-stdout");
        OutputPump err = new OutputPump(process.getErrorStream(), kept, "command-stderr");
        CancelToken.Registration registration = cancel.onCancel(() -> kill(process, Kill.CANCELLED));
        try {
            feed(process, stdin);
            watch(process, started);
        } finally {
            registration.close();
            launch.ended();
        }
        Finished.Stream stdout = out.finish(DRAIN_MILLIS);
        Finished.Stream stderr = err.finish(DRAIN_MILLIS);
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        return new Finished(end(process, stderr.text(), since), stdout, stderr, duration);
    }

    private void feed(Process process, Optional<byte[]> stdin) {
        Thread writer = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(stdin.orElse(new byte[0]));
                    } catch (IOException e) {
                        System.getLogger(RunningCommand.class.getName())
                                .log(System.Logger.Level.DEBUG, "a command did not read its input", e);
                    }
                },
                "command-stdin");
        if (stdin.isEmpty()) {
            writer.run();
        } else {
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void watch(Process process, long started) {
        long deadline = started + command.limits().wallClock().toNanos();
        boolean interrupted = false;
        while (process.isAlive()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                kill(process, Kill.WALL_CLOCK);
            }
            try {
                if (process.waitFor(Math.max(1, Math.min(LOOK_MILLIS, left)), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                kill(process, Kill.CANCELLED);
            }
            over(TreeUsage.of(process.pid())).ifPresent(kill -> kill(process, kill));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The limit that the tree passed, if any. */
    private Optional<Kill> over(TreeUsage usage) {
        Limits limits = command.limits();
        if (usage.processes() >= limits.processes()) {
            return Optional.of(Kill.PROCESSES);
        }
        if (usage.cpu().compareTo(limits.cpu()) >= 0) {
            return Optional.of(Kill.CPU);
        }
        if (usage.memoryBytes() > limits.memoryBytes()) {
            long proportional = usage.proportionalBytes();
            if (proportional < 0 || proportional > limits.memoryBytes()) {
                return Optional.of(Kill.MEMORY);
            }
        }
        return Optional.empty();
    }

    private void kill(Process process, Kill why) {
        killed.compareAndSet(null, why);
        launch.kill(process);
    }

    private Finished.End end(Process process, String stderr, Instant since) {
        if (killed.get() != null) {
            return Finished.End.killed(killed.get(), Ending.SIGKILL);
        }
        return Ending.of(
                launch.end(process.exitValue(), stderr),
                stderr,
                () -> command.writable()
                        && FileSizeLimit.reached(
                                command.workspace(), command.limits().fileBytes(), since));
    }
}
