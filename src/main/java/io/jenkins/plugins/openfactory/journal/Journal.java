package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.RequestNormaliser;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The doorway of a live run: intent, perform, outcome, each recorded before the next, and on disk when
 * {@link Effect.Recorded} says.
 *
 * <p>What is returned is always the outcome as it stands in the record, masked and read back, so that a run which goes on
 * after a crash sees exactly what an undisturbed one sees.
 *
 * <p>An outcome that is recorded is returned and nothing is done. An intent without an outcome means that a crash fell
 * between: the world is asked, and only what it does not show is done again under the same key. Work that can't be
 * looked for in the world (a model call in flight) is done again, and the record says so.
 */
public final class Journal implements Doorway {
    private final RunStore store;
    private final String runId;
    private final Clock clock;
    private final UnaryOperator<String> mask;
    private final CancelToken cancel;
    private final Probe probe;
    private final RunTrace trace;
    private Set<String> keys;

    /** A doorway that leaves no trace. */
    public Journal(
            RunStore store, String runId, Clock clock, UnaryOperator<String> mask, CancelToken cancel, Probe probe) {
        this(store, runId, clock, mask, cancel, probe, RunTrace.NONE);
    }

    /** @param trace gets a span for each effect that is really done */
    public Journal(
            RunStore store,
            String runId,
            Clock clock,
            UnaryOperator<String> mask,
            CancelToken cancel,
            Probe probe,
            RunTrace trace) {
        this.store = store;
        this.runId = runId;
        this.clock = clock;
        this.mask = mask;
        this.cancel = cancel;
        this.probe = probe;
        this.trace = trace;
    }

    @Override
    public RunTrace trace() {
        return trace;
    }

    @Override
    public <T> T once(Effect<T> effect) {
        Optional<EffectRow> known = recorded(effect.key());
        if (known.flatMap(EffectRow::outcome).isPresent()) {
            return effect.decode().apply(Json.read(known.get().outcome().orElseThrow()));
        }
        cancel.throwIfCancelled();
        if (known.isPresent()) {
            Optional<T> found = effect.reconcile().apply(known.get());
            if (found.isPresent()) {
                return record(effect, found.get(), known.get(), "found done after an interruption");
            }
        }
        return perform(effect, known.isPresent() ? "begun before an interruption and done again" : "");
    }

    @Override
    public boolean holds(String key) {
        return recorded(key).flatMap(EffectRow::outcome).isPresent();
    }

    private Optional<EffectRow> recorded(String key) {
        return keys().contains(key) ? store.effect(runId, key) : Optional.empty();
    }

    /**
     * The keys that the record may have. Nobody else adds to them: one process at a time works on a run, with one journal.
     * A key is added before it is written, so that it is looked for where the write ended without an answer.
     */
    private synchronized Set<String> keys() {
        if (keys == null) {
            keys = ConcurrentHashMap.newKeySet();
            keys.addAll(store.effectKeys(runId));
        }
        return keys;
    }

    private <T> T perform(Effect<T> effect, String note) {
        probe.at(Probe.Point.BEFORE_INTENT, effect.key());
        EffectRow intent = intent(effect, note);
        if (effect.record() != Effect.Recorded.LOOKED) {
            keys().add(effect.key());
            if (effect.record() == Effect.Recorded.LOCAL) {
                store.intendSoon(intent);
            } else {
                store.intend(intent);
            }
            probe.at(Probe.Point.AFTER_INTENT, effect.key());
        }
        try (RunTrace.Timed span = trace.effect(effect.scope(), effect.kind(), effect.key())) {
            T outcome = traced(effect, span);
            probe.at(Probe.Point.AFTER_PERFORM, effect.key());
            return record(effect, outcome, intent, note);
        }
    }

    private <T> EffectRow intent(Effect<T> effect, String note) {
        String request = mask.apply(Json.canonical(effect.request()));
        return new EffectRow(
                runId,
                effect.key(),
                effect.kind(),
                effect.scope().stage(),
                effect.scope().ticketId(),
                hash(request),
                request,
                Optional.empty(),
                1,
                note,
                clock.instant(),
                Optional.empty());
    }

    private <T> T traced(Effect<T> effect, RunTrace.Timed span) {
        try {
            T outcome = effect.perform().get();
            span.exchange(effect.settle().apply(outcome).exchange());
            return outcome;
        } catch (RuntimeException e) {
            span.failed("failed", mask.apply(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** The hash of a request without its volatile parts: paths of temporary files, durations, dates. */
    static String hash(String request) {
        return Sha256.hex(RequestNormaliser.normalise(request));
    }

    private <T> T record(Effect<T> effect, T outcome, EffectRow intent, String note) {
        String json = mask.apply(Json.write(effect.encode().apply(outcome)));
        if (effect.record() == Effect.Recorded.LOOKED) {
            keys().add(effect.key());
            store.seen(intent, json, clock.instant());
        } else if (effect.record() == Effect.Recorded.LOCAL) {
            store.completeSoon(runId, effect.key(), json, note, clock.instant());
        } else {
            Effect.Settlement books = effect.settle().apply(outcome);
            store.complete(runId, effect.key(), json, note, clock.instant(), books.exchange(), books.ledger());
        }
        probe.at(Probe.Point.AFTER_OUTCOME, effect.key());
        return effect.decode().apply(Json.read(json));
    }

    /** Told at every boundary of every effect; a test kills the process there. */
    @FunctionalInterface
    public interface Probe {
        void at(Point point, String key);

        /** Where in the life of an effect. */
        enum Point {
            BEFORE_INTENT,
            AFTER_INTENT,
            AFTER_PERFORM,
            AFTER_OUTCOME
        }

        /** Does nothing. */
        Probe NONE = (point, key) -> {};
    }
}
