package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.jenkins.artifacts.ArtifactPublisher;
import io.jenkins.plugins.openfactory.jenkins.config.BuildPorts;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.Place;
import io.jenkins.plugins.openfactory.jenkins.config.StepNode;
import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The work of one step in this process: takes the run through the step's stages, waits for people without holding a
 * thread, and tells the Pipeline how it ended, once.
 */
final class StepWork implements WorkDesk.Work {
    private final FactoryStepExecution execution;
    private final StepOrder order;
    private final StepContext context;
    private final CancelToken cancel = new CancelToken();
    private volatile Throwable stopCause;
    private volatile String status = "begins";
    private volatile boolean waiting;
    private volatile Instant agentGone;
    private boolean ended;

    StepWork(FactoryStepExecution execution) {
        this.execution = execution;
        this.order = execution.order();
        this.context = execution.getContext();
    }

    String status() {
        return status;
    }

    @Override
    public String runId() {
        return execution.runId();
    }

    @Override
    public void cancel() {
        cancel.cancel();
    }

    @Override
    public void suspend() {
        cancel.suspend();
    }

    /** Stops the work because the build was aborted. Returns at once; the Pipeline hears of it within five seconds. */
    void stop(Throwable cause) {
        stopCause = cause;
        cancel.cancel();
        if (waiting) {
            WorkDesk.get().submit(this);
        }
    }

    @Override
    public void run() {
        try {
            waiting = false;
            Run<?, ?> build = context.get(Run.class);
            TaskListener console = context.get(TaskListener.class);
            Optional<StepNode> node = node(console);
            if (node.isPresent() || !execution.onNode()) {
                agentGone = null;
                work(build, console, new Place(build, node));
            } else {
                waitForAgent();
            }
        } catch (UserError | WorldFault e) {
            fail(new AbortException(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The step's node; empty outside of one, and while its agent is away. */
    private Optional<StepNode> node(TaskListener console) {
        try {
            return ContextNode.of(context, cancel, line -> {
                status = line;
                console.getLogger().println("[factory] " + line);
            });
        } catch (WorldFault e) {
            System.getLogger(StepWork.class.getName())
                    .log(System.Logger.Level.DEBUG, "the agent of a step is not there", e);
            return Optional.empty();
        }
    }

    private void waitForAgent() {
        if (stopCause != null) {
            fail(stopCause);
            return;
        }
        Duration patience = FactoryConfiguration.get().agentWait();
        Instant now = Instant.now();
        agentGone = agentGone == null ? now : agentGone;
        if (now.isAfter(agentGone.plus(patience))) {
            fail(new AbortException("The step's agent did not come back within " + patience.toMinutes()
                    + " min; bring it back and build again, or raise the time under Manage Jenkins, System,"
                    + " OpenFactory."));
            return;
        }
        status = "waits for the agent";
        WorkDesk.get().later(this);
    }

    private void work(Run<?, ?> build, TaskListener console, Place place) throws IOException {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        ConsoleEvents events = new ConsoleEvents(console, line -> status = line);
        CancelRequests requests = new CancelRequests(opened.store(), opened.home(), opened.clock());
        RunRow row;
        try (BuildPorts ports = new BuildPorts(opened, place)) {
            Factory factory = opened.factory(ports, WorkDesk.get().listener(events));
            String runId = new RunBinding(opened, factory, build, execution).bind();
            try (RunClaim claim = RunClaim.take(opened.store(), opened.home(), runId, cancel);
                    CancelToken.Registration watch = requests.watch(runId, cancel)) {
                row = factory.proceed(runId, order.kind().last(), cancel);
                if (!cancel.isSuspended()) {
                    requests.clear(runId);
                }
            }
        }
        if (!cancel.isSuspended()) {
            conclude(build, console, opened, row);
        }
    }

    private void conclude(Run<?, ?> build, TaskListener console, FactoryRuntime.Opened opened, RunRow row)
            throws IOException {
        if (row.state() == JobState.WAITING) {
            status = "waits: " + row.waitingText().orElse("");
            console.getLogger().println("[factory] " + status);
            WorkDesk.get().park(this);
            waiting = true;
            if (cancel.isCancelled()) {
                WorkDesk.get().submit(this);
            }
            return;
        }
        boolean last = order.kind() == StepKind.RELEASE || row.state().ended();
        if (last && order.archive()) {
            ArtifactPublisher.publish(build, console, opened.home().artifacts(row.runId()));
        }
        switch (row.state()) {
            case CANCELLED -> fail(stopCause != null ? stopCause : cancelled());
            case FAILED -> fail(new AbortException(row.errorText().orElse("The run failed.")));
            case CI_FAILED -> ciFailed(build, console, opened, row);
            default -> succeed(opened, row);
        }
    }

    private void ciFailed(Run<?, ?> build, TaskListener console, FactoryRuntime.Opened opened, RunRow row)
            throws IOException {
        String text = row.errorText().orElse("A required check is not green.");
        if (!order.unstableOnCi()) {
            fail(new AbortException(text));
            return;
        }
        console.getLogger().println("[factory] unstable: " + text);
        build.setResult(Result.UNSTABLE);
        succeed(opened, row);
    }

    private static FlowInterruptedException cancelled() {
        return new FlowInterruptedException(Result.ABORTED, true, new Cancelled());
    }

    private void succeed(FactoryRuntime.Opened opened, RunRow row) throws IOException {
        if (end()) {
            context.onSuccess(StepResults.of(order.kind(), opened, row));
        }
    }

    private void fail(Throwable cause) {
        if (end()) {
            context.onFailure(cause);
        }
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (first) {
            WorkDesk.get().done(this);
        }
        return first;
    }

    /** Somebody cancelled the run on its page. */
    static final class Cancelled extends CauseOfInterruption {
        private static final long serialVersionUID = 1;

        @Override
        public String getShortDescription() {
            return "The factory's run was cancelled.";
        }
    }

    /** The settings of the order. */
    static com.fasterxml.jackson.databind.node.ObjectNode settings(StepOrder order) {
        return (com.fasterxml.jackson.databind.node.ObjectNode) Json.read(order.settings());
    }
}
