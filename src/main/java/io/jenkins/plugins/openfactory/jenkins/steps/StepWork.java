package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.Watch;
import io.jenkins.plugins.openfactory.jenkins.config.BuildPorts;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.Place;
import io.jenkins.plugins.openfactory.jenkins.config.StepNode;
import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The work of one step in this process: takes the run through the step's stages, waits for people, checks and its body
 * without holding a thread, and tells the Pipeline how it ended, once. One thread works at a time, any may ask.
 */
final class StepWork implements WorkDesk.Work {
    private final FactoryStepExecution execution;
    private final StepOrder order;
    private final StepContext context;
    private final StepEnd end;
    private final CancelToken cancel = new CancelToken();
    private volatile String status = "begins";
    private volatile boolean waiting;
    private volatile Watch watching;
    private volatile Instant agentGone;
    private volatile boolean afterBody;

    StepWork(FactoryStepExecution execution) {
        this.execution = execution;
        this.order = execution.order();
        this.context = execution.getContext();
        this.end = new StepEnd(this, context, order);
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
        BodyExecution body = execution.body();
        if (body != null) {
            body.cancel(StepEnd.cancelled());
        }
    }

    @Override
    public void suspend() {
        cancel.suspend();
    }

    /** Stops the work because the build was aborted. Returns at once; the Pipeline hears of it within five seconds. */
    void stop(Throwable cause) {
        end.because(cause);
        cancel.cancel();
        if (waiting) {
            WorkDesk.get().submit(this);
        }
    }

    @Override
    public void bodyEnded(Throwable failure) {
        execution.endBody();
        afterBody = true;
        if (failure != null) {
            end.because(failure);
            cancel.cancel();
        }
    }

    @Override
    public synchronized void run() {
        if (end.isOver() || execution.body() != null) {
            return;
        }
        try {
            waiting = false;
            watching = null;
            Run<?, ?> build = context.get(Run.class);
            TaskListener console = context.get(TaskListener.class);
            Optional<StepNode> node = node(console);
            if (node.isPresent() || !execution.onNode()) {
                agentGone = null;
                work(build, console, node);
            } else {
                waitForAgent();
            }
        } catch (UserError | WorldFault e) {
            end.fail(new AbortException(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            end.fail(e);
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
        if (end.stopped()) {
            end.stop();
            return;
        }
        Duration patience = FactoryConfiguration.get().agentWait();
        Instant now = Instant.now();
        agentGone = agentGone == null ? now : agentGone;
        if (now.isAfter(agentGone.plus(patience))) {
            end.fail(new AbortException("The step's agent did not come back within " + patience.toMinutes()
                    + " min; bring it back and build again, or raise the time under Manage Jenkins, System,"
                    + " OpenFactory."));
            return;
        }
        status = "waits for the agent";
        WorkDesk.get().later(this);
    }

    private void work(Run<?, ?> build, TaskListener console, Optional<StepNode> node) throws IOException {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        CancelRequests requests = new CancelRequests(opened.store(), opened.home(), opened.clock());
        CancelToken turn = new CancelToken();
        AtomicBoolean nodeWanted = new AtomicBoolean();
        Runnable want = () -> {
            nodeWanted.set(true);
            turn.suspend();
        };
        Place place = new Place(build, node, context.hasBody() ? Optional.of(want) : Optional.empty());
        Factory.Progress progress;
        boolean repair;
        try (BuildPorts ports = new BuildPorts(opened, place);
                CancelToken.Registration link = cancel.onCancel(() -> stop(turn))) {
            ConsoleEvents events = new ConsoleEvents(console, line -> status = line);
            Factory factory = opened.factory(ports, WorkDesk.get().listener(events));
            String runId = bind(build, console, opened, ports, factory);
            repair = Repairs.due(opened.store(), runId, order.kind());
            StageId last = repair ? StageId.PR_CI_GATE : order.kind().last();
            if (repair) {
                Repairs.begin(opened.store(), runId);
            }
            try (RunClaim claim = RunClaim.take(opened.store(), opened.home(), runId, cancel);
                    CancelToken.Registration watch = requests.watch(runId, cancel)) {
                progress = afterBody && endedInBody(opened, runId).isPresent()
                        ? new Factory.Progress(endedInBody(opened, runId).get(), Optional.empty())
                        : factory.advance(runId, last, turn);
                if (!turn.isSuspended()) {
                    requests.clear(runId);
                }
            }
        }
        if (cancel.isSuspended()) {
            return;
        }
        boolean goesOn = !cancel.isCancelled() && !progress.row().state().ended();
        if (nodeWanted.get() && goesOn) {
            runBody(opened, progress.row());
        } else {
            conclude(build, console, opened, progress, repair);
        }
    }

    private String bind(
            Run<?, ?> build, TaskListener console, FactoryRuntime.Opened opened, BuildPorts ports, Factory factory)
            throws IOException {
        Consumer<String> tell = line -> console.getLogger().println("[factory] " + line.replaceAll("\\p{Cntrl}", " "));
        RunBinding binding = new RunBinding(opened, build, execution);
        binding.news().ifPresent(tell);
        ports.forge(binding.forge());
        return binding.bind(factory, new RunRequest(opened, ports, cancel, tell));
    }

    private void stop(CancelToken turn) {
        if (cancel.isSuspended()) {
            turn.suspend();
        } else {
            turn.cancel();
        }
    }

    private static Optional<RunRow> endedInBody(FactoryRuntime.Opened opened, String runId) {
        return opened.store().run(runId).filter(row -> row.state().ended() && row.state() != JobState.DONE);
    }

    private void runBody(FactoryRuntime.Opened opened, RunRow row) {
        int repairs = Repairs.count(opened.store(), row.runId());
        if (afterBody && repairs == execution.repairsBefore()) {
            end.because(new AbortException("The body of factoryCiGate ended without factoryImplement in it; write"
                    + " factoryCiGate { node('…') { factoryImplement() } }."));
            cancel.cancel();
            WorkDesk.get().submit(this);
            return;
        }
        status = "repairs in its body";
        WorkDesk.get().parkBody(this);
        execution.beginBody(repairs);
    }

    private void conclude(
            Run<?, ?> build,
            TaskListener console,
            FactoryRuntime.Opened opened,
            Factory.Progress progress,
            boolean repair)
            throws IOException {
        RunRow row = progress.row();
        boolean outerWaits = repair && progress.watch().isPresent();
        if (row.state() == JobState.WAITING && !outerWaits) {
            status = "waits: " + row.waitingText().orElse("");
            console.getLogger().println("[factory] " + status);
            WorkDesk.get().park(this);
            waiting = true;
            progress.watch().ifPresent(this::watch);
            if (cancel.isCancelled()) {
                WorkDesk.get().submit(this);
            }
            return;
        }
        if (repair && (outerWaits || row.state() == JobState.CI_FAILED)) {
            end.succeed(opened, row);
        } else {
            end.conclude(build, console, opened, row);
        }
    }

    /** Looks as often as the watch says and goes on when it is over; holds no thread in between. */
    private void watch(Watch watch) {
        watching = watch;
        WorkDesk.get().after(Duration.ZERO, () -> look(watch));
    }

    private void look(Watch watch) {
        if (watching != watch) {
            return;
        }
        Optional<Duration> pause;
        try {
            pause = watch.look();
        } catch (UserError | WorldFault e) {
            System.getLogger(StepWork.class.getName())
                    .log(System.Logger.Level.DEBUG, "a wait is over because of a fault", e);
            pause = Optional.empty();
        }
        pause.ifPresentOrElse(
                time -> WorkDesk.get().after(time, () -> look(watch)),
                () -> WorkDesk.get().submit(this));
    }
}
