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
 * @param record what is recorded of it, and when that must be on disk
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
        Recorded record) {
    /**
     * What is recorded of an effect. The record is one sequence: what is on disk has all that came before it there too, and
     * the intent of whatever reaches beyond the run's folder is on disk before that is done. A process that dies loses
     * none of it; a power cut takes what is not on disk.
     */
    public enum Recorded {
        /** The intent is on disk before it is done, the outcome before anything else is. */
        TWICE,
        /**
         * It changes nothing in the world, so the outcome alone is recorded. A power cut may take that back, together with
         * everything after it, and then the run looks again.
         */
        LOOKED,
        /**
         * It is done in the run's own folder alone and gives the same when it is done again, so a power cut may take its
         * record back, together with everything after it.
         */
        LOCAL
    }

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
                Recorded.TWICE);
    }

    /** The same effect, looked for in the world after a crash. */
    Effect<T> reconciledBy(Supplier<Optional<T>> look) {
        return new Effect<>(scope, kind, key, request, perform, row -> look.get(), encode, decode, settle, record);
    }

    /** The same effect, which changes nothing in the world: its outcome is recorded in one step, without an intent before. */
    Effect<T> looking() {
        return recorded(Recorded.LOOKED);
    }

    /** The same effect, done in the run's own folder alone. */
    Effect<T> locally() {
        return recorded(Recorded.LOCAL);
    }

    private Effect<T> recorded(Recorded how) {
        return new Effect<>(scope, kind, key, request, perform, reconcile, encode, decode, settle, how);
    }

    /** The same effect with its books. */
    Effect<T> settledBy(Function<T, Settlement> books) {
        return new Effect<>(scope, kind, key, request, perform, reconcile, encode, decode, books, record);
    }

    /** What an outcome adds to the books. */
    public record Settlement(Optional<ExchangeRow> exchange, Optional<LedgerRow> ledger) {
        static final Settlement NOTHING = new Settlement(Optional.empty(), Optional.empty());
    }
}
