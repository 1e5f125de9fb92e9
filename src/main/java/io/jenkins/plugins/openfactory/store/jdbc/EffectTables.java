package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunStore.Usage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements about outside effects and the paid exchanges among them. */
final class EffectTables {
    private static final String EFFECTS =
            "SELECT e.*, o.done_at, o.outcome, o.note AS outcome_note FROM effects e LEFT JOIN outcomes o"
                    + " ON o.run_id = e.run_id AND o.effect_key = e.effect_key WHERE e.run_id = ?";

    private EffectTables() {}

    static Optional<EffectRow> effect(Session session, String runId, String key) throws SQLException {
        return session.first(EFFECTS + " AND e.effect_key = ?", EffectTables::effect, runId, key);
    }

    static List<EffectRow> effects(Session session, String runId) throws SQLException {
        return session.list(EFFECTS + " ORDER BY e.seq", EffectTables::effect, runId);
    }

    static Set<String> keys(Session session, String runId) throws SQLException {
        return Set.copyOf(
                session.list("SELECT effect_key FROM effects WHERE run_id = ?", row -> row.text("effect_key"), runId));
    }

    static Optional<EffectRow> last(Session session, String runId) throws SQLException {
        return session.first(EFFECTS + " ORDER BY e.seq DESC LIMIT 1", EffectTables::effect, runId);
    }

    static EffectRow intend(Session session, EffectRow intent) throws SQLException {
        session.serialize("effects:" + intent.runId());
        if (add(session, intent)) {
            return intent.begun();
        }
        EffectRow before = effect(session, intent.runId(), intent.key()).orElseThrow();
        if (before.outcome().isPresent()) {
            return before;
        }
        session.update(
                "UPDATE effects SET tries = tries + 1, request_sha256 = ?, request = ?, note = ?"
                        + " WHERE run_id = ? AND effect_key = ?",
                intent.requestSha256(),
                intent.request(),
                intent.note().isEmpty() ? before.note() : intent.note(),
                intent.runId(),
                intent.key());
        return effect(session, intent.runId(), intent.key()).orElseThrow();
    }

    static void complete(Session session, String runId, String key, String outcome, String note, Instant at)
            throws SQLException {
        int added = session.update(
                "INSERT INTO outcomes (run_id, effect_key, done_at, note, outcome) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT (run_id, effect_key) DO NOTHING",
                runId,
                key,
                at,
                note,
                outcome);
        if (added == 0) {
            String recorded = session.first(
                            "SELECT outcome FROM outcomes WHERE run_id = ? AND effect_key = ?",
                            row -> row.text("outcome"),
                            runId,
                            key)
                    .orElseThrow();
            if (!recorded.equals(outcome)) {
                throw new IllegalStateException("the effect " + key + " of run " + runId + " has another outcome");
            }
        }
    }

    static void addExchange(Session session, ExchangeRow exchange) throws SQLException {
        int added = session.update(
                "INSERT INTO model_exchanges (run_id, effect_key, stage, ticket_id, attempt, purpose, provider,"
                        + " base_url, model_id, temperature, max_tokens, seed, request_sha256, prompt_tokens,"
                        + " completion_tokens, nano_usd, latency_millis, finish_reason, tries, at)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (run_id, effect_key) DO NOTHING",
                exchange.runId(),
                exchange.effectKey(),
                exchange.stage().id(),
                exchange.ticketId(),
                exchange.attempt(),
                exchange.purpose(),
                exchange.provider(),
                exchange.baseUrl(),
                exchange.modelId(),
                exchange.temperature(),
                exchange.maxTokens(),
                exchange.seed(),
                exchange.requestSha256(),
                exchange.promptTokens(),
                exchange.completionTokens(),
                exchange.usd().map(Row::nanoUsd),
                exchange.latencyMillis(),
                exchange.finishReason(),
                exchange.tries(),
                exchange.at());
        if (added == 1) {
            session.update(
                    "UPDATE run_totals SET exchanges = exchanges + 1, unpriced = unpriced + ?,"
                            + " prompt_tokens = prompt_tokens + ?, completion_tokens = completion_tokens + ?,"
                            + " nano_usd = nano_usd + ? WHERE run_id = ?",
                    exchange.usd().isEmpty(),
                    exchange.promptTokens(),
                    exchange.completionTokens(),
                    exchange.usd().map(Row::nanoUsd).orElse(0L),
                    exchange.runId());
        }
    }

    static List<ExchangeRow> exchanges(Session session, String runId) throws SQLException {
        return session.list(
                "SELECT x.* FROM model_exchanges x JOIN effects e ON e.run_id = x.run_id"
                        + " AND e.effect_key = x.effect_key WHERE x.run_id = ? ORDER BY e.seq",
                EffectTables::exchange,
                runId);
    }

    static Usage usage(Session session, String runId) throws SQLException {
        return session.first(
                        "SELECT * FROM run_totals WHERE run_id = ?",
                        row -> new Usage(
                                row.number("prompt_tokens"),
                                row.number("completion_tokens"),
                                row.usd("nano_usd"),
                                row.number("exchanges"),
                                row.number("unpriced")),
                        runId)
                .orElse(new Usage(0, 0, 0, 0, 0));
    }

    /** Adds an effect at the end of its run; false where the run has it already. */
    private static boolean add(Session session, EffectRow intent) throws SQLException {
        return session.update(
                        "INSERT INTO effects (run_id, seq, effect_key, kind, stage, ticket_id, tries, intent_at,"
                                + " request_sha256, note, request) VALUES (?, (SELECT COALESCE(MAX(seq), 0) + 1"
                                + " FROM effects WHERE run_id = ?), ?,?,?,?,1,?,?,?,?)"
                                + " ON CONFLICT (run_id, effect_key) DO NOTHING",
                        intent.runId(),
                        intent.runId(),
                        intent.key(),
                        intent.kind(),
                        intent.stage().id(),
                        intent.ticketId(),
                        intent.intentAt(),
                        intent.requestSha256(),
                        intent.note(),
                        intent.request())
                == 1;
    }

    private static EffectRow effect(Row row) throws SQLException {
        String outcomeNote = row.maybeText("outcome_note").orElse("");
        return new EffectRow(
                row.text("run_id"),
                row.text("effect_key"),
                row.text("kind"),
                stage(row),
                row.maybeText("ticket_id"),
                row.text("request_sha256"),
                row.text("request"),
                row.maybeText("outcome"),
                row.integer("tries"),
                outcomeNote.isEmpty() ? row.text("note") : outcomeNote,
                row.instant("intent_at"),
                row.maybeInstant("done_at"));
    }

    private static ExchangeRow exchange(Row row) throws SQLException {
        return new ExchangeRow(
                row.text("run_id"),
                row.text("effect_key"),
                stage(row),
                row.maybeText("ticket_id"),
                row.integer("attempt"),
                row.text("purpose"),
                row.text("provider"),
                row.text("base_url"),
                row.text("model_id"),
                row.real("temperature"),
                row.integer("max_tokens"),
                row.maybeNumber("seed").map(Math::toIntExact),
                row.text("request_sha256"),
                row.integer("prompt_tokens"),
                row.integer("completion_tokens"),
                row.maybeUsd("nano_usd"),
                row.number("latency_millis"),
                row.text("finish_reason"),
                row.integer("tries"),
                row.instant("at"));
    }

    private static StageId stage(Row row) throws SQLException {
        String id = row.text("stage");
        return StageId.of(id).orElseThrow(() -> new IllegalStateException("no stage is called '" + id + "'"));
    }
}
