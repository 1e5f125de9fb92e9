package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.exec.sandbox.TreeUsage;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One command from its spawn to its end. Runs in the thread that calls {@link #run}, which the command dies with; two
 * more threads drain its output.
 */
final class RunningCommand {
    private static final long FIRST_LOOK_MILLIS = 20;
    private static final long LOOK_MILLIS = 100;
    private static final long DRAIN_MILLIS = 2000;
    private static final int SIGXCPU = 24;
    private static final int SIGXFSZ = 25;

    private final SandboxedCommand command;
    private final Launch launch;
    private final Masker masker;
    private final AtomicReference<Kill> killed = new AtomicReference<>();

    RunningCommand(SandboxedCommand command, Launch launch, Masker masker) {
        this.command = command;
        this.launch = launch;
        this.masker = masker;
    }

    /** Starts the command, waits for its end and says how it went. */
    Finished run(Optional<byte[]> stdin, CancelToken cancel) throws IOException, InterruptedException {
        long started = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new File("/"));
        builder.environment().clear();
        Process process = builder.start();
        String workspace = command.workspace().toString();
        long limit = command.limits().outputBytes();
        OutputPump out = new OutputPump(process.getInputStream(), limit, masker, workspace, "command-stdout");
        OutputPump err = new OutputPump(process.getErrorStream(), limit, masker, workspace, "command-stderr");
        CancelToken.Registration registration = cancel.onCancel(() -> kill(process, Kill.CANCELLED));
        try {
            feed(process, stdin);
            watch(process, started);
        } catch (InterruptedException e) {
            kill(process, Kill.CANCELLED);
            throw e;
        } finally {
            registration.close();
        }
        return finished(process, out, err, Duration.ofNanos(System.nanoTime() - started));
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

    private void watch(Process process, long started) throws InterruptedException {
        long deadline = started + command.limits().wallClock().toNanos();
        long pause = FIRST_LOOK_MILLIS;
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                kill(process, Kill.WALL_CLOCK);
            }
            if (process.waitFor(Math.max(1, Math.min(pause, left)), TimeUnit.MILLISECONDS)) {
                return;
            }
            over(TreeUsage.of(process.pid())).ifPresent(kill -> kill(process, kill));
            pause = Math.min(LOOK_MILLIS, pause * 2);
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

    private Finished finished(Process process, OutputPump out, OutputPump err, Duration duration)
            throws InterruptedException {
        Finished.Stream stdout = out.finish(DRAIN_MILLIS);
        Finished.Stream stderr = err.finish(DRAIN_MILLIS);
        if (killed.get() != null) {
            return new Finished(
                    OptionalInt.empty(),
                    OptionalInt.of(9),
                    Optional.of(killed.get()),
                    stdout,
                    stderr,
                    duration,
                    Optional.empty());
        }
        Launch.End end = launch.end(process.exitValue(), stderr.text());
        if (end instanceof Launch.End.Exited exited) {
            return new Finished(
                    OptionalInt.of(exited.code()),
                    OptionalInt.empty(),
                    Optional.empty(),
                    stdout,
                    stderr,
                    duration,
                    Optional.empty());
        }
        if (end instanceof Launch.End.Signalled signalled) {
            return new Finished(
                    OptionalInt.empty(),
                    OptionalInt.of(signalled.signal()),
                    Optional.of(reason(signalled.signal())),
                    stdout,
                    stderr,
                    duration,
                    Optional.empty());
        }
        return new Finished(
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                stdout,
                stderr,
                duration,
                Optional.of(((Launch.End.NotSetUp) end).reason()));
    }

    private static Kill reason(int signal) {
        return switch (signal) {
            case SIGXCPU -> Kill.CPU;
            case SIGXFSZ -> Kill.FILE_SIZE;
            default -> Kill.SIGNAL;
        };
    }
}
