package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.LedgerRow;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that is done to the world once.
 *
 * @param key the idempotency key, from {@link Scope#key}
 * @param request what is asked, without secrets and volatile parts
 * @param perform does it; may throw, and then the intent stays open
 * @param reconcile after a crash between intent and outcome: looks in the world for what was done, if that can be known
 * @param encode the outcome as JSON
 * @param decode the outcome from JSON
 * @param settle what the outcome adds to the books in the same transaction
 * @param looks whether it changes nothing in the world, so that nothing needs to be recorded before it
 * @param local whether it is done in the run's own folder alone and gives the same when it is done again, so that a power
 *     cut may take its record back, together with everything after it
 */
public record Effect<T>(
        Scope scope,
        String kind,
        String key,
        JsonNode request,
        Supplier<T> perform,
        Function<EffectRow, Optional<T>> reconcile,
        Function<T, JsonNode> encode,
        Function<JsonNode, T> decode,
        Function<T, Settlement> settle,
        boolean looks,
        boolean local) {

    /** An effect that may be done again without harm and costs nothing. */
    static <T> Effect<T> repeatable(
            Scope scope,
            String kind,
            String key,
            JsonNode request,
            Supplier<T> perform,
            Function<T, JsonNode> encode,
            Function<JsonNode, T> decode) {
        return new Effect<>(
                scope,
                kind,
                key,
                request,
                perform,
                row -> Optional.empty(),
                encode,
                decode,
                t -> Settlement.NOTHING,
                false,
                false);
    }

    /** The same effect, looked for in the world after a crash. */
    Effect<T> reconciledBy(Supplier<Optional<T>> look) {
        return new Effect<>(
                scope, kind, key, request, perform, row -> look.get(), encode, decode, settle, looks, local);
    }

    /** The same effect, which changes nothing in the world: its outcome is recorded in one step, without an intent before. */
    Effect<T> looking() {
        return new Effect<>(scope, kind, key, request, perform, reconcile, encode, decode, settle, true, local);
    }

    /** The same effect, done in the run's own folder alone. */
    Effect<T> locally() {
        return new Effect<>(scope, kind, key, request, perform, reconcile, encode, decode, settle, looks, true);
    }

    /** The same effect with its books. */
    Effect<T> settledBy(Function<T, Settlement> books) {
        return new Effect<>(scope, kind, key, request, perform, reconcile, encode, decode, books, looks, local);
    }

    /** What an outcome adds to the books. */
    public record Settlement(Optional<ExchangeRow> exchange, Optional<LedgerRow> ledger) {
        static final Settlement NOTHING = new Settlement(Optional.empty(), Optional.empty());
    }
}
