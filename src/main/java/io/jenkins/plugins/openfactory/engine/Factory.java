package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Doorway;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.journal.RunTrace;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunRemoval;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes a run through its stages. Everything that it knows of a run stands in the record, so any process with the same
 * home can go on where another one was stopped. Safe for any thread; one run is worked on by one thread at a time, which
 * the caller's lock of the run ensures.
 */
public final class Factory {
    private static final Logger LOG = Logger.getLogger(Factory.class.getName());

    private final RunStore store;
    private final FactoryHome home;
    private final Git git;
    private final PortsFactory ports;
    private final List<Stage> stages;
    private final Clock clock;
    private final IdSource ids;
    private final Masker masker;
    private final RunEvent.Listener listener;
    private final StageLedger ledger;
    private final Journal.Probe probe;

    /** @param stages in the order of the pipeline */
    public Factory(
            RunStore store,
            FactoryHome home,
            Git git,
            PortsFactory ports,
            List<Stage> stages,
            Clock clock,
            IdSource ids,
            Masker masker,
            RunEvent.Listener listener,
            Journal.Probe probe) {
        this.store = store;
        this.home = home;
        this.git = git;
        this.ports = ports;
        this.stages = List.copyOf(stages);
        this.clock = clock;
        this.ids = ids;
        this.masker = masker;
        this.listener = listener.masked(masker::mask);
        this.ledger = new StageLedger(store, clock, masker, this.listener);
        this.probe = probe;
    }

    /**
     * Records a new run and returns its id. Nothing is run yet.
     *
     * @throws UserError where the request, the repository or a setting can't be used; nothing is recorded then
     */
    public String create(NewRun wanted) {
        String runId = newRunId();
        create(runId, wanted);
        return runId;
    }

    /** A fresh id, for a caller that wants to remember it before there is a run. */
    public String newRunId() {
        return ids.newRunId();
    }

    /** Records a new run under an id of {@link #newRunId}. */
    public void create(String runId, NewRun wanted) {
        new RunCreation(store, home, git, clock, ids, masker).create(runId, wanted);
    }

    /**
     * Changes settings of a run for the stages that it has not begun: a Pipeline says each stage's settings where it runs
     * it. What earlier amendments said and this one doesn't stays.
     *
     * @throws UserError naming the first setting that is wrong; nothing is changed then
     */
    public void amend(String runId, ObjectNode settings) {
        new Amendments(store).amend(runId, settings);
    }

    /**
     * Works on a run until the given stage has succeeded, or the run waits, failed or was cancelled.
     *
     * <p>A token that was suspended stops the work at once and leaves the run as it is, running, for another process.
     *
     * @return the run as it is then
     */
    public RunRow proceed(String runId, StageId last, CancelToken cancel) {
        return work(runId, last, cancel, true).row();
    }

    /**
     * Works on a run as {@link #proceed} does, but comes back where only something is waited for that goes on without us.
     * Whoever called keeps the watch, looks as often as it says, and calls again when it is over; ports may be closed in
     * between, and after a restart the call alone brings everything back.
     */
    public Progress advance(String runId, StageId last, CancelToken cancel) {
        return work(runId, last, cancel, false);
    }

    /**
     * Where a run is.
     *
     * @param watch set where the run waits for something that goes on without us
     */
    public record Progress(RunRow row, Optional<Watch> watch) {}

    private Progress work(String runId, StageId last, CancelToken cancel, boolean stays) {
        RunRow row = store.run(runId).orElseThrow(() -> new UserError("There is no run " + runId + "."));
        if (row.state() == JobState.DONE) {
            return new Progress(row, Optional.empty());
        }
        Amendments settings = new Amendments(store);
        settings.refusePruned(runId);
        if (row.state() == JobState.CANCEL_REQUESTED) {
            cancel.cancel();
        }
        RunConfig config = settings.config(runId);
        WallClock deadline = WallClock.start(config.budget().wallClockSeconds(), cancel);
        try {
            store.update(runId, now -> now.withState(JobState.RUNNING));
            ledger.tell(runId, RunEvent.Kind.RUN, Optional.empty(), "run " + runId + ", trace " + row.traceId());
            try (RunWork work = open(row, config, cancel, stays)) {
                return pass(work, last);
            }
        } catch (RunCancelledException e) {
            if (cancel.isSuspended()) {
                return at(runId);
            }
            return deadline.passed()
                    ? end(runId, JobState.FAILED, "budget_exhausted", deadline.text())
                    : cancelled(runId);
        } catch (UserError e) {
            end(runId, JobState.FAILED, "settings", e.getMessage());
            throw e;
        } catch (WorldFault e) {
            return end(runId, JobState.FAILED, e.code(), e.getMessage());
        } catch (RuntimeException e) {
            end(runId, JobState.FAILED, "internal_error", "The factory has a bug: " + e + ". The run can go on.");
            throw e;
        } finally {
            deadline.close();
        }
    }

    private Progress pass(RunWork work, StageId last) {
        for (Stage stage : stages) {
            if (stage.id().number() > last.number()) {
                break;
            }
            Optional<Progress> stop = pass(stage, work);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        work.doors().git().settle();
        return finish(work, last);
    }

    /**
     * Ends a run that nobody works on as cancelled; its stage can be gone on with. The caller holds the run's lock.
     *
     * @return the run as it is then
     */
    public RunRow cancelIdle(String runId) {
        RunCancelledException cause = new RunCancelledException();
        store.stages(runId).stream()
                .filter(stage -> stage.state() == StageState.RUNNING)
                .forEach(stage -> ledger.broken(runId, stage, cause, "stopped"));
        return cancelled(runId).row();
    }

    /** The settings of a run as they were amended. */
    public RunConfig config(String runId) {
        return new Amendments(store).config(runId);
    }

    private RunWork open(RunRow row, RunConfig config, CancelToken cancel, boolean stays) {
        GitRepository repository =
                git.fetch(config.repository(), config.base(), config.baseCommit(), home.repository(row.runId()));
        try {
            return new RunWork(row, config, repository, doors(row, config, repository, cancel), cancel, stays);
        } catch (RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private Doors doors(RunRow row, RunConfig config, GitRepository repository, CancelToken cancel) {
        Doors.Ports opened = ports.open(row.runId(), config, repository);
        Doorway doorway = new Journal(
                store, row.runId(), clock, masker::mask, cancel, probe, RunTrace.of(row.runId(), row.traceId()));
        return Doors.of(
                doorway,
                opened,
                store,
                row.runId(),
                row.traceId(),
                config.budget().toBudget(),
                clock,
                masker::mask,
                cancel);
    }

    private StageContext context(RunWork work, StageRow stage) {
        return new StageContext(
                new RunDocuments(store, work.runId()),
                work.config(),
                new Scope(stage.stage(), stage.attempts(), Optional.empty()),
                work.doors(),
                home,
                work.cancel(),
                clock,
                listener);
    }

    /** Runs one stage, or confirms it where it succeeded before; empty where the run goes on. */
    private Optional<Progress> pass(Stage stage, RunWork work) {
        StageRow before = ledger.row(work.runId(), stage.id());
        if (before.state() == StageState.SKIPPED) {
            return Optional.empty();
        }
        work.cancel().throwIfCancelled();
        if (before.state() == StageState.SUCCEEDED) {
            return confirm(stage, work, before);
        }
        StageRow running = ledger.begin(work.runId(), before);
        try (RunTrace.Timed span = work.doors().trace().stage(stage.id(), running.attempts())) {
            return traced(stage, work, running, span);
        }
    }

    private Optional<Progress> traced(Stage stage, RunWork work, StageRow running, RunTrace.Timed span) {
        try {
            SpecGuard.check(store, work.runId(), stage.id(), work.doors());
            ApprovalGuard.check(store, work.runId(), stage.id());
            StageResult result = stay(work, running.stage(), stage.run(context(work, running)));
            Optional<Progress> end = conclude(work, running, result);
            if (end.isPresent()) {
                span.failed(result.getClass().getSimpleName().toLowerCase(Locale.ROOT), "The run stops here.");
            }
            return end;
        } catch (RunCancelledException e) {
            span.failed("cancelled", "It was stopped.");
            if (!work.cancel().isSuspended()) {
                ledger.broken(work.runId(), running, e, "stopped");
            }
            throw e;
        } catch (RuntimeException e) {
            span.failed("failed", masker.mask(String.valueOf(e.getMessage())));
            ledger.broken(work.runId(), running, e, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Waits as long as a stage's result only wants to be waited for, unless the caller comes back for it. */
    private StageResult stay(RunWork work, StageId stage, StageResult first) {
        StageResult result = first;
        while (result instanceof StageResult.Waiting waiting
                && waiting.watch()
                        .filter(watch -> work.stays() || watch.needsUs())
                        .isPresent()) {
            Watch watch = waiting.watch().get();
            shown(work.runId(), stage, waiting);
            for (Optional<Duration> pause = watch.look(); pause.isPresent(); pause = watch.look()) {
                watch.pause(pause.get());
            }
            store.update(work.runId(), row -> row.state() == JobState.WAITING ? row.withState(JobState.RUNNING) : row);
            result = watch.resume();
        }
        return result;
    }

    private void shown(String runId, StageId stage, StageResult.Waiting waiting) {
        store.update(runId, row -> row.waiting(waiting.reason(), waiting.text()));
        ledger.tell(runId, RunEvent.Kind.RUN, Optional.of(stage), "waiting: " + waiting.text());
    }

    /** Whether an earlier success still holds; what was built on one that doesn't is to be done again. */
    private Optional<Progress> confirm(Stage stage, RunWork work, StageRow succeeded) {
        StageResult result = stay(work, stage.id(), stage.confirm(context(work, succeeded)));
        if (result instanceof StageResult.Succeeded) {
            return Optional.empty();
        }
        if (!(result instanceof StageResult.Waiting)) {
            ledger.reopenAfter(work.runId(), stage.id());
        }
        return conclude(work, succeeded, result);
    }

    private Optional<Progress> conclude(RunWork work, StageRow running, StageResult result) {
        String runId = work.runId();
        if (result instanceof StageResult.Succeeded good) {
            ledger.close(runId, running, StageState.SUCCEEDED, good.summary());
            return Optional.empty();
        }
        // Nobody is told that a run has stopped while something of it is still at work.
        work.doors().git().settle();
        if (result instanceof StageResult.Waiting waiting) {
            shown(runId, running.stage(), waiting);
            return Optional.of(new Progress(store.run(runId).orElseThrow(), waiting.watch()));
        }
        if (result instanceof StageResult.Failed failed) {
            ledger.close(runId, running, StageState.FAILED, failed.text());
            return Optional.of(end(runId, JobState.FAILED, failed.code(), failed.text()));
        }
        StageResult.CiFailed red = (StageResult.CiFailed) result;
        ledger.close(runId, running, StageState.FAILED, red.text());
        return Optional.of(end(runId, JobState.CI_FAILED, red.code(), red.text()));
    }

    /** The last look before a run is called done. */
    private Progress finish(RunWork work, StageId last) {
        if (last == StageId.RELEASE_ARTIFACTS) {
            for (Stage stage : stages) {
                Optional<Progress> stop = confirm(stage, work, ledger.row(work.runId(), stage.id()));
                if (stop.isPresent()) {
                    return stop.get();
                }
            }
            store.update(work.runId(), row -> row.withState(JobState.DONE));
            removeTrees(work.runId());
            ledger.tell(
                    work.runId(),
                    RunEvent.Kind.RUN,
                    Optional.empty(),
                    Overhead.of(store, work.runId()).text());
            ledger.tell(work.runId(), RunEvent.Kind.RUN, Optional.empty(), "done");
        }
        return at(work.runId());
    }

    /** Nothing will use the working trees of a run that is done; the doctor deletes what can't be deleted now. */
    private void removeTrees(String runId) {
        try {
            RunRemoval.remove(home.workspaces(runId));
        } catch (WorldFault e) {
            LOG.log(Level.INFO, "working trees of the run " + runId + " are left over", e);
        }
    }

    private Progress at(String runId) {
        return new Progress(store.run(runId).orElseThrow(), Optional.empty());
    }

    private Progress cancelled(String runId) {
        return end(runId, JobState.CANCELLED, "cancelled", "The run was cancelled; what it did so far is kept.");
    }

    private Progress end(String runId, JobState state, String code, String text) {
        String masked = masker.mask(text);
        store.update(runId, now -> now.withError(state, code, masked));
        RunRemoval.removeEmpty(home.workspaces(runId));
        ledger.tell(runId, RunEvent.Kind.RUN, Optional.empty(), state.id() + " (" + code + "): " + masked);
        return at(runId);
    }
}
