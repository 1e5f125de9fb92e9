package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The durable record of every run. Each method is one transaction and returns when it is on disk. One writer, many
 * readers; safe for any thread and for several processes on one store.
 *
 * <p>Times are kept to the nanosecond, money to the billionth of a dollar; a NUL in a text becomes U+FFFD. An id that
 * refers to nothing is an {@link IllegalStateException} when something is written for it.
 *
 * <p>Faults are {@link io.jenkins.plugins.openfactory.run.WorldFault}s: {@code store_full}, {@code store_read_only},
 * {@code store_corrupt}, {@code store_newer}, {@code store_failed}.
 */
public interface RunStore extends AutoCloseable {
    /** The document that says that retention took a run's artifacts and repository away. */
    String FILES_DROPPED = "files_dropped";

    /** The document that says that retention took a run's prompts and replies away. */
    String EXCHANGES_DROPPED = "exchanges_dropped";

    /**
     * Adds a run with its eight stages pending.
     *
     * @throws IllegalStateException where there is one with this id
     */
    void create(RunRow run);

    Optional<RunRow> run(String runId);

    /**
     * Changes a run from what it is now; sets {@code updatedAt}. The change must be pure: it may run twice, in any thread,
     * and must not call the store.
     *
     * @throws io.jenkins.plugins.openfactory.run.UserError if there is no such run
     */
    RunRow update(String runId, UnaryOperator<RunRow> change);

    /** The newest runs first. */
    List<RunSummary> runs(int limit);

    /** The newest runs first, from behind the given one on. */
    List<RunSummary> runsAfter(Optional<RunSummary> last, int limit);

    /**
     * Deletes all rows of a run. What it spent within the last days still counts for budgets per day, and the chains of
     * other runs are untouched. Files are {@link RunRemoval}'s.
     *
     * @return whether there was such a run
     */
    boolean delete(String runId);

    /** Takes the prompts and replies of a run away; their hashes, sizes and costs stay. */
    void dropExchanges(String runId);

    List<StageRow> stages(String runId);

    void saveStage(String runId, StageRow stage);

    /**
     * Records that a stage begins. It is on disk with the next write of anything, at the latest; so a power cut may undo it
     * where nothing was done in the stage.
     */
    void saveStageBegun(String runId, StageRow stage);

    /** In order of ticket id. */
    List<TicketRow> tickets(String runId);

    /** Adds or replaces; on disk with the next write that is, at the latest when the stage ends. */
    void saveTicket(String runId, TicketRow ticket);

    Optional<EffectRow> effect(String runId, String key);

    /** The latest intent; empty where there is none. */
    Optional<EffectRow> lastEffect(String runId);

    /** In order of intent. */
    List<EffectRow> effects(String runId);

    /** The keys of all effects, with and without an outcome. */
    Set<String> effectKeys(String runId);

    /**
     * Records an intent; one more try where the key has an intent without an outcome, with the request as it is now and
     * the note where one is given. Never touches an effect with an outcome.
     *
     * @return the effect as it is recorded now
     */
    EffectRow intend(EffectRow intent);

    /**
     * As {@link #intend}, for what is done in the run's own folder alone and may be done again: it is on disk with the next
     * write that returns when it is, and a power cut before that takes it back.
     */
    EffectRow intendSoon(EffectRow intent);

    /** As {@link #complete} without books, for an intent of {@link #intendSoon}; on disk when that would be. */
    void completeSoon(String runId, String key, String outcome, String note, Instant at);

    /**
     * Records an outcome, with the exchange it was and the settled cost in the same transaction. The same outcome again
     * changes nothing.
     *
     * @throws IllegalStateException where there is no intent, or another outcome
     */
    void complete(
            String runId,
            String key,
            String outcome,
            String note,
            Instant at,
            Optional<ExchangeRow> exchange,
            Optional<LedgerRow> settled);

    /**
     * Records what was seen by looking at the world: intent and outcome in one transaction, on disk with whatever is
     * flushed next.
     *
     * @throws IllegalStateException where another outcome is recorded
     */
    void seen(EffectRow intent, String outcome, Instant at);

    List<ExchangeRow> exchanges(String runId);

    /**
     * Reserves budget if what is settled and reserved stays within the bounds, all in one transaction. A reservation
     * under the same key that is not settled yet is replaced. Per ticket and per run counts this run; per day counts
     * what every run reserved or settled since {@code dayStart}.
     *
     * @throws IllegalStateException where the key is settled
     * @return empty if reserved; else a sentence that names the bound and what is used
     */
    Optional<String> reserve(LedgerRow reservation, BudgetBounds bounds);

    /** What the run has used and reserved. */
    List<LedgerRow> ledger(String runId);

    /** Appends a link to the run's audit chain; {@code record} is a JSON object without {@code seq} and hashes. */
    AuditRow appendAudit(String runId, String record);

    /** As {@link #appendAudit}, on disk with the next write that is: whatever follows from it can't outlive it. */
    AuditRow appendAuditSoon(String runId, String record);

    List<AuditRow> audit(String runId);

    void saveApproval(String runId, ApprovalRow approval);

    /** Oldest first. */
    List<ApprovalRow> approvals(String runId);

    /**
     * Keeps a JSON text of the run under a name, in place of the one before. Names in use: {@code pull_request},
     * {@code checks}, {@code sandbox} (all shown by {@link RunStatusDocument}) and {@code cancel_request}
     * ({@link CancelRequests}).
     */
    void saveDocument(String runId, String name, String json);

    /** As {@link #saveDocument}, for what the run would write again if a power cut took it back with what came after. */
    void saveDocumentSoon(String runId, String name, String json);

    Optional<String> document(String runId, String name);

    /** What the run's exchanges add up to, from sums kept as they come in. All zero for an unknown run. */
    Usage usage(String runId);

    /** Who may write which run. */
    Leases leases();

    /** The local forge's part of the store. */
    ForgeRecords forge();

    /** What the clock of the store's server says; empty where the store is a file. */
    Optional<Instant> serverTime();

    /** Reads the whole store and looks for damage; a sentence if there is some. Takes time in proportion to its size. */
    Optional<String> check();

    @Override
    void close();

    /**
     * What a run's exchanges add up to.
     *
     * @param usd the sum of the known prices
     * @param unpriced how many of the exchanges have no known price
     */
    record Usage(long promptTokens, long completionTokens, double usd, long exchanges, long unpriced) {}

    /**
     * Bounds of a reservation; an empty one is no bound.
     *
     * @param dayStart what "per day" counts from
     */
    record BudgetBounds(
            Optional<Long> tokensPerTicket,
            Optional<Long> tokensPerRun,
            Optional<Long> tokensPerDay,
            Optional<Double> usdPerTicket,
            Optional<Double> usdPerRun,
            Optional<Double> usdPerDay,
            Instant dayStart) {
        /** No bounds at all. */
        public static BudgetBounds none() {
            return new BudgetBounds(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH);
        }
    }
}
