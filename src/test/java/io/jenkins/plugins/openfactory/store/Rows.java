package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows for tests. */
public final class Rows {
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");

    private Rows() {}

    public static RunRow run(String runId) {
        return run(runId, NOW);
    }

    public static RunRow run(String runId, Instant createdAt) {
        return new RunRow(
                runId,
                "0af7651916cd43dd8448eb211c80319c",
                JobState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                "Add a greeting",
                "{\"base\":\"main\"}",
                "{\"text\":\"Add a greeting\"}",
                "1".repeat(64),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                createdAt,
                createdAt);
    }

    public static EffectRow intent(String runId, String key) {
        return new EffectRow(
                runId,
                key,
                "model",
                StageId.IMPLEMENT_LOOP,
                Optional.of("0001"),
                "2".repeat(64),
                "{\"q\":1}",
                Optional.empty(),
                1,
                "",
                NOW,
                Optional.empty());
    }

    public static ExchangeRow exchange(String runId, String key) {
        return new ExchangeRow(
                runId,
                key,
                StageId.IMPLEMENT_LOOP,
                Optional.of("0001"),
                1,
                "implement",
                "openai",
                "http://localhost:1/v1",
                "m",
                0.5,
                4096,
                Optional.of(7),
                "2".repeat(64),
                10,
                5,
                Optional.of(0.25),
                120,
                "stop",
                1,
                NOW);
    }

    /** The same exchange without a price and without a seed. */
    public static ExchangeRow unpriced(String runId, String key) {
        ExchangeRow x = exchange(runId, key);
        return new ExchangeRow(
                runId,
                key,
                x.stage(),
                Optional.empty(),
                x.attempt(),
                x.purpose(),
                x.provider(),
                x.baseUrl(),
                x.modelId(),
                x.temperature(),
                x.maxTokens(),
                Optional.empty(),
                x.requestSha256(),
                x.promptTokens(),
                x.completionTokens(),
                Optional.empty(),
                x.latencyMillis(),
                x.finishReason(),
                x.tries(),
                x.at());
    }

    public static EffectRow withNote(EffectRow e, String note) {
        return new EffectRow(
                e.runId(),
                e.key(),
                e.kind(),
                e.stage(),
                e.ticketId(),
                e.requestSha256(),
                e.request(),
                e.outcome(),
                e.tries(),
                note,
                e.intentAt(),
                e.doneAt());
    }

    public static TicketRow withState(TicketRow t, TicketState state) {
        return new TicketRow(
                t.ticketId(), t.title(), state, t.attempts(), t.dependsOn(), t.branch(), t.commit(), t.summary());
    }

    /** A bound in dollars for {@code ticket}, {@code run} or the {@code day} of {@link #NOW}. */
    public static RunStore.BudgetBounds bounds(String what, double usd) {
        return bounds(what, usd, NOW.minusSeconds(3600));
    }

    /** A bound in dollars for the day after {@link #NOW}. */
    public static RunStore.BudgetBounds tomorrow(double usd) {
        return bounds("day", usd, NOW.plusNanos(1));
    }

    private static RunStore.BudgetBounds bounds(String what, double usd, Instant dayStart) {
        return new RunStore.BudgetBounds(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(usd).filter(unused -> what.equals("ticket")),
                Optional.of(usd).filter(unused -> what.equals("run")),
                Optional.of(usd).filter(unused -> what.equals("day")),
                dayStart);
    }

    public static LedgerRow ledger(String runId, String key, long tokens, double usd, boolean settled) {
        return new LedgerRow(runId, key, Optional.of("0001"), tokens, usd, settled, NOW);
    }

    public static RunStore.BudgetBounds tokensPerRun(long bound) {
        return new RunStore.BudgetBounds(
                Optional.empty(),
                Optional.of(bound),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /** The sums and references of a run's record, which every committed state must satisfy. */
    public static void assertConsistent(RunStore store, String runId) {
        List<EffectRow> effects = store.effects(runId);
        Set<String> done = effects.stream()
                .filter(effect -> effect.outcome().isPresent())
                .map(EffectRow::key)
                .collect(Collectors.toSet());
        List<ExchangeRow> exchanges = store.exchanges(runId);
        assertThat(exchanges).extracting(ExchangeRow::effectKey).containsExactlyInAnyOrderElementsOf(done);
        assertThat(store.ledger(runId).stream().filter(LedgerRow::settled).map(LedgerRow::key))
                .containsExactlyInAnyOrderElementsOf(done);
        RunStore.Usage usage = store.usage(runId);
        assertThat(usage.exchanges()).isEqualTo(exchanges.size());
        assertThat(usage.promptTokens())
                .isEqualTo(
                        exchanges.stream().mapToLong(ExchangeRow::promptTokens).sum());
        assertChain(store.audit(runId));
        assertThat(store.check()).isEmpty();
    }

    /** An audit chain without gaps whose hashes are right. */
    public static void assertChain(List<AuditRow> chain) {
        String before = AuditRow.NO_HASH;
        for (int i = 0; i < chain.size(); i++) {
            AuditRow link = chain.get(i);
            assertThat(link.seq()).isEqualTo(i + 1);
            assertThat(link.prevHash()).isEqualTo(before);
            assertThat(link.hash()).isEqualTo(AuditRow.hash(before, link.record()));
            assertThat(Json.read(link.record()).get("seq").asLong()).isEqualTo(link.seq());
            before = link.hash();
        }
    }
}
