package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.store.LedgerRow;
import io.jenkins.plugins.openfactory.store.RunStore.BudgetBounds;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statements about reserved and settled budget. */
final class LedgerTable {
    private static final String SUMS =
            "SELECT COALESCE(SUM(tokens), 0) AS tokens, COALESCE(SUM(nano_usd), 0) AS nano_usd FROM budget_ledger WHERE ";
    private static final String NOT_ITSELF = " AND NOT (run_id = ? AND effect_key = ?)";

    private LedgerTable() {}

    static Optional<String> reserve(Session session, LedgerRow wanted, BudgetBounds bounds) throws SQLException {
        session.serialize("budget");
        if (session.number(
                        "SELECT COUNT(*) FROM budget_ledger WHERE run_id = ? AND effect_key = ? AND settled = 1",
                        wanted.runId(),
                        wanted.key())
                > 0) {
            throw new IllegalStateException(
                    "the cost of " + wanted.key() + " of run " + wanted.runId() + " is settled already");
        }
        Optional<String> refusal = refusal(session, wanted, bounds);
        if (refusal.isEmpty()) {
            save(session, wanted);
        }
        return refusal;
    }

    static void save(Session session, LedgerRow entry) throws SQLException {
        session.update(
                "INSERT INTO budget_ledger (run_id, effect_key, ticket_id, tokens, nano_usd, settled, at)"
                        + " VALUES (?,?,?,?,?,?,?) ON CONFLICT (run_id, effect_key) DO UPDATE SET"
                        + " ticket_id = excluded.ticket_id, tokens = excluded.tokens, nano_usd = excluded.nano_usd,"
                        + " settled = excluded.settled, at = excluded.at",
                entry.runId(),
                entry.key(),
                entry.ticketId(),
                entry.tokens(),
                Row.nanoUsd(entry.usd()),
                entry.settled(),
                entry.at());
    }

    static List<LedgerRow> ledger(Session session, String runId) throws SQLException {
        return session.list(
                "SELECT * FROM budget_ledger WHERE run_id = ? ORDER BY at, effect_key",
                row -> new LedgerRow(
                        row.text("run_id"),
                        row.text("effect_key"),
                        row.maybeText("ticket_id"),
                        row.number("tokens"),
                        row.usd("nano_usd"),
                        row.flag("settled"),
                        row.instant("at")),
                runId);
    }

    private static Optional<String> refusal(Session session, LedgerRow wanted, BudgetBounds bounds)
            throws SQLException {
        String run = wanted.runId();
        String key = wanted.key();
        if (wanted.ticketId().isPresent()
                && (bounds.tokensPerTicket().isPresent()
                        || bounds.usdPerTicket().isPresent())) {
            String ticket = wanted.ticketId().get();
            Used used = used(session, "run_id = ? AND ticket_id = ?", run, ticket, run, key);
            Optional<String> refusal =
                    refusal("ticket " + ticket, wanted, used, bounds.tokensPerTicket(), bounds.usdPerTicket());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (bounds.tokensPerRun().isPresent() || bounds.usdPerRun().isPresent()) {
            Used used = used(session, "run_id = ?", run, run, key);
            Optional<String> refusal = refusal("run " + run, wanted, used, bounds.tokensPerRun(), bounds.usdPerRun());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (bounds.tokensPerDay().isPresent() || bounds.usdPerDay().isPresent()) {
            Used used = used(session, "at >= ?", bounds.dayStart(), run, key)
                    .plus(ofDeletedRuns(session, bounds.dayStart()));
            return refusal("the day", wanted, used, bounds.tokensPerDay(), bounds.usdPerDay());
        }
        return Optional.empty();
    }

    private static Used ofDeletedRuns(Session session, Instant since) throws SQLException {
        return session.first(
                        "SELECT COALESCE(SUM(tokens), 0) AS tokens, COALESCE(SUM(nano_usd), 0) AS nano_usd FROM spent"
                                + " WHERE at >= ?",
                        row -> new Used(row.number("tokens"), row.number("nano_usd")),
                        since)
                .orElseThrow();
    }

    private static Used used(Session session, String where, Object... arguments) throws SQLException {
        return session.first(
                        SUMS + where + NOT_ITSELF,
                        row -> new Used(row.number("tokens"), row.number("nano_usd")),
                        arguments)
                .orElseThrow();
    }

    private static Optional<String> refusal(
            String what, LedgerRow wanted, Used used, Optional<Long> tokens, Optional<Double> usd) {
        if (tokens.isPresent() && wanted.tokens() > tokens.get() - used.tokens()) {
            return Optional.of("the budget of " + tokens.get() + " tokens for " + what + " is too small for "
                    + wanted.tokens() + " more, because " + used.tokens()
                    + " are used or reserved; raise the budget, then let the run go on");
        }
        long asked = Row.nanoUsd(wanted.usd());
        if (usd.isPresent() && asked > Row.nanoUsd(usd.get()) - used.nanoUsd()) {
            return Optional.of("the budget of " + dollars(Row.nanoUsd(usd.get())) + " USD for " + what
                    + " is too small for " + dollars(asked) + " USD more, because " + dollars(used.nanoUsd())
                    + " USD are used or reserved; raise the budget, then let the run go on");
        }
        return Optional.empty();
    }

    private static String dollars(long nanoUsd) {
        return nanoUsd == 0
                ? "0"
                : BigDecimal.valueOf(nanoUsd, 9).stripTrailingZeros().toPlainString();
    }

    private record Used(long tokens, long nanoUsd) {
        Used plus(Used other) {
            return new Used(tokens + other.tokens, nanoUsd + other.nanoUsd);
        }
    }
}
