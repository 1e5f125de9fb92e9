package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import java.time.Instant;
import java.util.Optional;

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

    public static LedgerRow ledger(String runId, String key, long tokens, double usd, boolean settled) {
        return new LedgerRow(runId, key, Optional.of("0001"), tokens, usd, settled, NOW);
    }
}
