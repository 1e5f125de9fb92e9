package io.jenkins.plugins.openfactory.jenkins.exec;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs commands on a node that may go away. A command that was lost with its agent is run again, from the same files,
 * when the agent is back; that is nobody's failed attempt. Safe for any thread.
 */
final class PatientRunner implements CommandRunner, AutoCloseable {
    private static final int MOST_LOSSES = 5;

    private final Supplier<CommandRunner> opener;
    private final BooleanSupplier there;
    private final Consumer<String> tell;
    private final Duration patience;
    private final Duration pause;
    private final CancelToken ended;
    private final String policySha256;
    private CommandRunner runner;

    /**
     * @param opener makes the runner over the connection of now; a {@code agent_lost} of it counts as a loss
     * @param there whether the node is connected
     * @param patience how long one loss may take
     * @param pause how often {@code there} is asked meanwhile
     * @param ended cancelled when nobody wants to wait any more
     */
    PatientRunner(
            Supplier<CommandRunner> opener,
            BooleanSupplier there,
            Consumer<String> tell,
            Duration patience,
            Duration pause,
            CancelToken ended,
            String policySha256) {
        this.opener = opener;
        this.there = there;
        this.tell = tell;
        this.patience = patience;
        this.pause = pause;
        this.ended = ended;
        this.policySha256 = policySha256;
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        return ask(cancel, now -> now.run(request, cancel));
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return ask(ended, now -> now.check(request));
    }

    @Override
    public void adopt(Path workspace) {
        ask(ended, now -> {
            now.adopt(workspace);
            return workspace;
        });
    }

    @Override
    public SandboxReport sandbox() {
        return ask(ended, CommandRunner::sandbox);
    }

    @Override
    public Set<String> rules() {
        return ask(ended, CommandRunner::rules);
    }

    @Override
    public Map<String, String> examples() {
        return ask(ended, CommandRunner::examples);
    }

    @Override
    public void recordDenied(CommandRequest request, Denied denied) {
        ask(ended, now -> {
            now.recordDenied(request, denied);
            return denied;
        });
    }

    @Override
    public Optional<String> preparedSha256(String runId) {
        return ask(ended, now -> now.preparedSha256(runId));
    }

    @Override
    public String policySha256() {
        return policySha256;
    }

    @Override
    public synchronized void close() throws Exception {
        if (runner instanceof AutoCloseable closeable) {
            closeable.close();
        }
        runner = null;
    }

    private <T> T ask(CancelToken cancel, Function<CommandRunner, T> work) {
        for (int losses = 1; ; losses++) {
            CommandRunner used = null;
            try {
                used = current();
                return work.apply(used);
            } catch (WorldFault e) {
                if (!e.code().equals(Lost.CODE) || losses > MOST_LOSSES) {
                    throw e;
                }
                forget(used);
                await(e, cancel);
            }
        }
    }

    private synchronized CommandRunner current() {
        if (runner == null) {
            runner = opener.get();
        }
        return runner;
    }

    private synchronized void forget(CommandRunner lost) {
        if (runner == lost) {
            runner = null;
        }
    }

    private void await(WorldFault loss, CancelToken cancel) {
        tell.accept("the agent went away; waiting up to " + patience.toMinutes() + " min for it to come back");
        long deadline = System.nanoTime() + patience.toNanos();
        CountDownLatch cancelled = new CountDownLatch(1);
        try (CancelToken.Registration registration = cancel.onCancel(cancelled::countDown)) {
            while (!there.getAsBoolean()) {
                cancel.throwIfCancelled();
                if (System.nanoTime() > deadline) {
                    throw new WorldFault(
                            "agent_gone",
                            "The agent went away and did not come back within " + patience.toMinutes()
                                    + " min; bring it back and build again, or raise the time under Manage Jenkins,"
                                    + " System, OpenFactory.",
                            loss);
                }
                if (cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    cancel.throwIfCancelled();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw loss;
        }
        tell.accept("the agent is back; the command that was lost with it is run again");
    }
}
