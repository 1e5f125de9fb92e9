package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.RequestNormaliser;
import io.jenkins.plugins.openfactory.store.EffectRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The doorway of a replay: outcomes come from a finished run's record, and the first difference stops it. */
public final class ReplayDoorway implements Doorway {
    private final Map<String, EffectRow> recorded = new ConcurrentHashMap<>();
    private final Map<String, Boolean> seen = new ConcurrentHashMap<>();
    private final AtomicReference<Divergence> first = new AtomicReference<>();
    private final UnaryOperator<String> mask;

    public ReplayDoorway(List<EffectRow> effects, UnaryOperator<String> mask) {
        effects.stream().filter(row -> row.outcome().isPresent()).forEach(row -> recorded.put(row.key(), row));
        this.mask = mask;
    }

    @Override
    public boolean replaying() {
        return true;
    }

    @Override
    public boolean holds(String key) {
        return recorded.containsKey(key);
    }

    @Override
    public <T> T once(Effect<T> effect) {
        EffectRow row = recorded.get(effect.key());
        String request = mask.apply(Json.canonical(effect.request()));
        if (row == null) {
            throw diverged(new Divergence(effect.key(), Optional.empty(), request));
        }
        if (!row.requestSha256().equals(Journal.hash(request))) {
            throw diverged(new Divergence(
                    effect.key(),
                    Optional.of(RequestNormaliser.normalise(row.request())),
                    RequestNormaliser.normalise(request)));
        }
        seen.put(effect.key(), true);
        return effect.decode().apply(Json.read(row.outcome().orElseThrow()));
    }

    private DivergedException diverged(Divergence divergence) {
        first.compareAndSet(null, divergence);
        return new DivergedException(divergence);
    }

    /** The first difference that was met. */
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(first.get());
    }

    /** How many recorded effects were asked for again with the same request. */
    public int matched() {
        return seen.size();
    }

    /**
     * A request that the record does not hold.
     *
     * @param recorded what was asked then under the same key; empty where nothing was
     */
    public record Divergence(String key, Optional<String> recorded, String asked) {}

    /** Stops a replay at its first difference. */
    public static final class DivergedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Divergence divergence;

        DivergedException(Divergence divergence) {
            super("the replay differs from the record at " + divergence.key());
            this.divergence = divergence;
        }

        public Divergence divergence() {
            return divergence;
        }
    }
}
