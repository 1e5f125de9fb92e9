package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** One command in another system from its start to its end. Runs in the thread that calls {@link #run}. */
final class LaunchedCommand {
    /** How long its end may take beyond its own wall clock, which is watched there. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final Shell shell;
    private final SandboxedCommand command;
    private final Launch launch;
    private final Masker masker;
    private final Canary canary;
    private final AtomicReference<Kill> stopped = new AtomicReference<>();

    LaunchedCommand(Shell shell, SandboxedCommand command, Launch launch, Masker masker, Canary canary) {
        this.shell = shell;
        this.command = command;
        this.launch = launch;
        this.masker = masker;
        this.canary = canary;
    }

    /**
     * Starts the command, waits for its end and says how it went.
     *
     * @throws IOException where it could not be started
     * @throws WorldFault {@code agent_lost} where the system went away meanwhile
     */
    Finished run(Optional<byte[]> stdin, CancelToken cancel) throws IOException {
        long begun = System.nanoTime();
        stdin.ifPresent(launch::input);
        AtomicReference<Shell.Running> started = new AtomicReference<>();
        OutputSink.Kept kept = new OutputSink.Kept(
                command.limits().outputBytes(), masker, shell.workspace(command.workspace()), canary, why -> {
                    if (stopped.compareAndSet(null, why)) {
                        Optional.ofNullable(started.get()).ifPresent(this::stop);
                    }
                });
        OutputSink out = new OutputSink(kept);
        OutputSink err = new OutputSink(kept);
        Shell.Running running = shell.start(launch.argv(), out.stream(), err.stream());
        started.set(running);
        OptionalInt code;
        try (CancelToken.Registration registration = cancel.onCancel(() -> stop(running))) {
            code = running.await(command.limits().wallClock().plus(GRACE));
            if (code.isEmpty()) {
                kill(running);
                running.await(KILL_PATIENCE);
            }
        }
        Finished.Stream stdout = out.finish();
        Finished.Stream stderr = err.finish();
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        return new Finished(end(code, stderr.text(), cancel), stdout, stderr, duration);
    }

    /** Kills it in a thread of its own, because the one that cancels must not wait for another system. */
    private void stop(Shell.Running running) {
        Thread killer = new Thread(() -> kill(running), "command-stop");
        killer.setDaemon(true);
        killer.start();
    }

    private void kill(Shell.Running running) {
        try {
            launch.kill();
        } catch (WorldFault e) {
            System.getLogger(LaunchedCommand.class.getName())
                    .log(System.Logger.Level.INFO, "a command could not be told to stop", e);
        }
        running.kill();
    }

    private Finished.End end(OptionalInt code, String stderr, CancelToken cancel) {
        if (cancel.isCancelled()) {
            return Finished.End.killed(Kill.CANCELLED, Ending.SIGKILL);
        }
        if (stopped.get() != null) {
            return Finished.End.killed(stopped.get(), Ending.SIGKILL);
        }
        return code.isEmpty()
                ? Finished.End.killed(Kill.WALL_CLOCK, Ending.SIGKILL)
                : Ending.of(launch.end(code.getAsInt(), stderr), stderr, () -> false);
    }
}
