package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import io.jenkins.plugins.openfactory.jenkins.config.StepNode;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The node of a step, as its context knows it. Safe for any thread. */
final class ContextNode implements StepNode {
    private final StepContext context;
    private final CancelToken cancel;
    private final Consumer<String> tell;
    private volatile String name;

    private ContextNode(StepContext context, CancelToken cancel, Consumer<String> tell, FilePath workspace) {
        this.context = context;
        this.cancel = cancel;
        this.tell = tell;
        remember(workspace);
    }

    /**
     * The node of a step; empty outside of a {@code node} block.
     *
     * @throws WorldFault {@code agent_lost} while the node is away
     */
    static Optional<StepNode> of(StepContext context, CancelToken cancel, Consumer<String> tell) {
        return get(context, FilePath.class).map(workspace -> new ContextNode(context, cancel, tell, workspace));
    }

    @Override
    public FilePath workspace() {
        FilePath workspace = get(context, FilePath.class).orElseThrow(() -> away("it has no workspace", null));
        remember(workspace);
        return workspace;
    }

    @Override
    public Launcher launcher() {
        return get(context, Launcher.class).orElseThrow(() -> away("it has no launcher", null));
    }

    /** The context is not asked, because it writes to the build's log for an agent that is away. */
    @Override
    public boolean isThere() {
        String node = name;
        if (node == null || node.isEmpty()) {
            return true;
        }
        Computer computer = Jenkins.get().getComputer(node);
        return computer != null && computer.isOnline();
    }

    @Override
    public CancelToken cancel() {
        return cancel;
    }

    @Override
    public void tell(String text) {
        tell.accept(text);
    }

    private void remember(FilePath workspace) {
        Computer computer = workspace.toComputer();
        if (computer != null) {
            name = computer.getName();
        }
    }

    private static <T> Optional<T> get(StepContext context, Class<T> type) {
        try {
            return Optional.ofNullable(context.get(type));
        } catch (IOException e) {
            throw away(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        }
    }

    private static WorldFault away(String why, IOException cause) {
        return new WorldFault("agent_lost", "The step's agent is away (" + why + ").", cause);
    }
}
