package io.jenkins.plugins.openfactory.jenkins.steps;

import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One step of a build. Jenkins keeps the order and the run's id with the build; all else is in the run record, so after a
 * restart the work goes on from there. Jenkins calls it from its own threads, the work is done in ours.
 */
public final class FactoryStepExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final int SAVE_SECONDS = 30;

    private final StepOrder order;
    private final boolean onNode;
    private volatile String runId;
    private volatile BodyExecution body;
    private volatile int repairsBefore;
    private transient volatile StepWork work;

    /** @param onNode whether the step began inside of a {@code node} block */
    FactoryStepExecution(StepContext context, StepOrder order, boolean onNode) {
        super(context);
        this.order = order;
        this.onNode = onNode;
    }

    /** Whether the step has a node, also while that is away. */
    boolean onNode() {
        return onNode;
    }

    StepOrder order() {
        return order;
    }

    /** The run that this step works on; null before it is known. */
    String runId() {
        return runId;
    }

    /**
     * Remembers the run, and comes back when Jenkins has written that down, so that a crash afterwards finds the step
     * with its run. Not for Jenkins' own threads.
     */
    void bound(String id) {
        runId = id;
        Future<Void> saved = getContext().saveState();
        try {
            saved.get(SAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(FactoryStepExecution.class.getName())
                    .log(System.Logger.Level.WARNING, "Jenkins did not write down which run a step works on.", e);
        }
    }

    /** The body that runs now; null where none does. */
    BodyExecution body() {
        return body;
    }

    /** How many repairs the run had when the body was begun. */
    int repairsBefore() {
        return repairsBefore;
    }

    /** Runs the body once; the callback finds this step again by its run, also after a restart. */
    void beginBody(int repairs) {
        repairsBefore = repairs;
        body = getContext()
                .newBodyInvoker()
                .withCallback(new RepairCallback(runId))
                .start();
        getContext().saveState();
    }

    void endBody() {
        body = null;
        getContext().saveState();
    }

    @Override
    public boolean start() {
        begin();
        return false;
    }

    @Override
    public void onResume() {
        begin();
    }

    private synchronized void begin() {
        work = new StepWork(this);
        if (body == null) {
            WorkDesk.get().submit(work);
        } else {
            WorkDesk.get().parkBody(work);
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        StepWork now = work;
        if (now == null) {
            getContext().onFailure(cause);
        } else {
            now.stop(cause);
        }
    }

    @Override
    public String getStatus() {
        StepWork now = work;
        return now == null ? "not begun" : now.status();
    }

    @Override
    public boolean blocksRestart() {
        return false;
    }
}
