package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Writes down when a run's stages begin and end, and tells whoever listens. Safe for any thread. */
final class StageLedger {
    private final RunStore store;
    private final Clock clock;
    private final Masker masker;
    private final RunEvent.Listener listener;

    StageLedger(RunStore store, Clock clock, Masker masker, RunEvent.Listener listener) {
        this.store = store;
        this.clock = clock;
        this.masker = masker;
        this.listener = listener;
    }

    StageRow row(String runId, StageId stage) {
        return store.stages(runId).get(stage.number());
    }

    /** Begins a stage, or goes on with the attempt that an interruption broke off. */
    StageRow begin(String runId, StageRow before) {
        Interruption interruption = new Interruption(store, runId);
        boolean goesOn = interruption.goesOn(before);
        int attempt = goesOn ? before.attempts() : before.attempts() + 1;
        Instant started = goesOn ? before.startedAt().orElseGet(clock::instant) : clock.instant();
        StageRow running =
                new StageRow(before.stage(), StageState.RUNNING, attempt, Optional.of(started), Optional.empty(), "");
        if (goesOn) {
            new Downtime(store, runId).ended(before, clock.instant());
        }
        store.saveStageBegun(runId, running);
        interruption.forget(running);
        tell(runId, RunEvent.Kind.STAGE_STARTED, Optional.of(before.stage()), goesOn ? "goes on" : "started");
        return running;
    }

    /** Ends an attempt that was broken off, and remembers whether it can go on. */
    void broken(String runId, StageRow running, RuntimeException cause, String why) {
        new Interruption(store, runId).remember(running, cause);
        close(runId, running, StageState.FAILED, why);
    }

    /** What was built on a stage's success that no longer holds is to be done again. */
    void reopenAfter(String runId, StageId stage) {
        store.stages(runId).stream()
                .filter(later -> later.stage().number() > stage.number() && later.attempts() > 0)
                .forEach(later -> store.saveStage(runId, again(later)));
    }

    private static StageRow again(StageRow stage) {
        return new StageRow(
                stage.stage(), StageState.PENDING, stage.attempts(), Optional.empty(), Optional.empty(), "");
    }

    void close(String runId, StageRow running, StageState state, String summary) {
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

    void tell(String runId, RunEvent.Kind kind, Optional<StageId> stage, String text) {
        listener.on(new RunEvent(clock.instant(), runId, kind, stage, Optional.empty(), text));
    }
}
