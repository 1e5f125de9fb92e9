package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Doorway;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes a run through its stages. Everything that it knows of a run stands in the record, so any process with the same
 * home can go on where another one was stopped. Safe for any thread; one run is worked on by one thread at a time, which
 * the caller's lock of the run ensures.
 */
public final class Factory {
    static final String AMENDMENTS = "amendments";

    private final RunStore store;
    private final FactoryHome home;
    private final Git git;
    private final PortsFactory ports;
    private final List<Stage> stages;
    private final Clock clock;
    private final IdSource ids;
    private final Masker masker;
    private final RunEvent.Listener listener;
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
        this.listener = listener;
        this.probe = probe;
    }

    /**
     * Records a new run and returns its id. Nothing is run yet.
     *
     * @throws UserError where the request, the repository or a setting can't be used; nothing is recorded then
     */
    public String create(NewRun wanted) {
        return new RunCreation(store, home, git, clock, ids, masker).create(wanted);
    }

    /**
     * Changes settings of a run for the stages that it has not begun: a Pipeline says each stage's settings where it runs
     * it. What earlier amendments said and this one doesn't stays.
     *
     * @throws UserError naming the first setting that is wrong; nothing is changed then
     */
    public void amend(String runId, ObjectNode settings) {
        RunRow row = store.run(runId).orElseThrow(() -> new UserError("There is no run " + runId + "."));
        ObjectNode all = store.document(runId, AMENDMENTS)
                .map(text -> (ObjectNode) Json.read(text))
                .orElseGet(Json::object);
        RunSettings.merge(all, settings);
        RunSettings.amended(row.config(), Optional.of(Json.write(all)));
        store.saveDocument(runId, AMENDMENTS, Json.write(all));
    }

    /**
     * Works on a run until the given stage has succeeded, or the run waits, failed or was cancelled.
     *
     * <p>A token that was suspended stops the work at once and leaves the run as it is, running, for another process.
     *
     * @return the run as it is then
     */
    public RunRow proceed(String runId, StageId last, CancelToken cancel) {
        RunRow row = store.run(runId).orElseThrow(() -> new UserError("There is no run " + runId + "."));
        if (row.state() == JobState.DONE) {
            return row;
        }
        if (row.state() == JobState.CANCEL_REQUESTED) {
            cancel.cancel();
        }
        RunConfig config = RunSettings.amended(row.config(), store.document(runId, AMENDMENTS));
        WallClock deadline = WallClock.start(config.budget().wallClockSeconds(), cancel);
        try {
            store.update(runId, now -> now.withState(JobState.RUNNING));
            tell(runId, RunEvent.Kind.RUN, Optional.empty(), "run " + runId + ", trace " + row.traceId());
            Doors doors = open(row, config, cancel);
            for (Stage stage : stages) {
                if (stage.id().number() > last.number()) {
                    break;
                }
                if (!pass(stage, row, config, doors, cancel)) {
                    return store.run(runId).orElseThrow();
                }
            }
            return finish(runId, last);
        } catch (RunCancelledException e) {
            if (cancel.isSuspended()) {
                return store.run(runId).orElseThrow();
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
            end(runId, JobState.FAILED, "internal_error", "The factory has a bug: " + e + ". The run can be resumed.");
            throw e;
        } finally {
            deadline.close();
        }
    }

    private Doors open(RunRow row, RunConfig config, CancelToken cancel) {
        GitRepository repository =
                git.fetch(config.repository(), config.base(), config.baseCommit(), home.repository(row.runId()));
        Doors.Ports opened = ports.open(row.runId(), config, repository);
        Doorway doorway = new Journal(store, row.runId(), clock, masker::mask, cancel, probe);
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

    /** Runs one stage unless it succeeded before; whether the run goes on. */
    private boolean pass(Stage stage, RunRow run, RunConfig config, Doors doors, CancelToken cancel) {
        StageRow before = row(run.runId(), stage.id());
        if (before.state() == StageState.SUCCEEDED || before.state() == StageState.SKIPPED) {
            return true;
        }
        cancel.throwIfCancelled();
        StageRow running = begin(run.runId(), before);
        try {
            SpecGuard.check(store, run.runId(), stage.id(), doors);
            Scope scope = new Scope(stage.id(), running.attempts(), Optional.empty());
            RunDocuments documents = new RunDocuments(store, run.runId());
            StageContext context = new StageContext(documents, config, scope, doors, home, cancel, clock, listener);
            return conclude(run.runId(), running, stage.run(context));
        } catch (RunCancelledException e) {
            if (!cancel.isSuspended()) {
                broken(run.runId(), running, e, "stopped");
            }
            throw e;
        } catch (RuntimeException e) {
            broken(run.runId(), running, e, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void broken(String runId, StageRow running, RuntimeException cause, String why) {
        new Interruption(store, runId).remember(running, cause);
        close(runId, running, StageState.FAILED, why);
    }

    private StageRow row(String runId, StageId stage) {
        return store.stages(runId).get(stage.number());
    }

    private StageRow begin(String runId, StageRow before) {
        Interruption interruption = new Interruption(store, runId);
        boolean goesOn = interruption.goesOn(before);
        int attempt = goesOn ? before.attempts() : before.attempts() + 1;
        Instant started = goesOn ? before.startedAt().orElseGet(clock::instant) : clock.instant();
        StageRow running =
                new StageRow(before.stage(), StageState.RUNNING, attempt, Optional.of(started), Optional.empty(), "");
        store.saveStage(runId, running);
        interruption.forget(running);
        tell(runId, RunEvent.Kind.STAGE_STARTED, Optional.of(before.stage()), goesOn ? "goes on" : "started");
        return running;
    }

    private boolean conclude(String runId, StageRow running, StageResult result) {
        if (result instanceof StageResult.Succeeded good) {
            close(runId, running, StageState.SUCCEEDED, good.summary());
            return true;
        }
        if (result instanceof StageResult.Waiting waiting) {
            store.update(runId, row -> row.waiting(waiting.reason(), waiting.text()));
            tell(runId, RunEvent.Kind.RUN, Optional.of(running.stage()), "waiting: " + waiting.text());
            return false;
        }
        if (result instanceof StageResult.Failed failed) {
            close(runId, running, StageState.FAILED, failed.text());
            end(runId, JobState.FAILED, failed.code(), failed.text());
            return false;
        }
        StageResult.CiFailed red = (StageResult.CiFailed) result;
        close(runId, running, StageState.FAILED, red.text());
        end(runId, JobState.CI_FAILED, red.code(), red.text());
        return false;
    }

    private void close(String runId, StageRow running, StageState state, String summary) {
        String line = masker.mask(summary).lines().findFirst().orElse("");
        store.saveStage(
                runId,
                new StageRow(
                        running.stage(),
                        state,
                        running.attempts(),
                        running.startedAt(),
                        Optional.of(clock.instant()),
                        line));
        tell(runId, RunEvent.Kind.STAGE_ENDED, Optional.of(running.stage()), state.id() + ": " + line);
    }

    private RunRow finish(String runId, StageId last) {
        if (last != StageId.RELEASE_ARTIFACTS) {
            return store.run(runId).orElseThrow();
        }
        RunRow done = store.update(runId, row -> row.withState(JobState.DONE));
        tell(runId, RunEvent.Kind.RUN, Optional.empty(), "done");
        return done;
    }

    private RunRow cancelled(String runId) {
        RunRow row = end(runId, JobState.CANCELLED, "cancelled", "The run was cancelled; what it did so far is kept.");
        return row;
    }

    private RunRow end(String runId, JobState state, String code, String text) {
        String masked = masker.mask(text);
        RunRow row = store.update(runId, now -> now.withError(state, code, masked));
        tell(runId, RunEvent.Kind.RUN, Optional.empty(), state.id() + " (" + code + "): " + masked);
        return row;
    }

    private void tell(String runId, RunEvent.Kind kind, Optional<StageId> stage, String text) {
        listener.on(new RunEvent(clock.instant(), runId, kind, stage, Optional.empty(), text));
    }

    /** The hash that a request is recorded under. */
    static String hash(com.fasterxml.jackson.databind.JsonNode snapshot) {
        return Sha256.hex(Json.canonical(snapshot));
    }
}
