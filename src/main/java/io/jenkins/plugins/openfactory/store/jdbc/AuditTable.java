package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.store.AuditRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Statements about the audit chains. */
final class AuditTable {
    private AuditTable() {}

    static AuditRow append(Session session, String runId, AuditRow.Draft draft) throws SQLException {
        session.serialize("audit:" + runId);
        Optional<AuditRow> tail = session.tail(runId);
        AuditRow next = tail.isPresent()
                ? draft.after(tail.get().seq(), tail.get().hash())
                : afterStored(session, runId, draft);
        session.update(
                "INSERT INTO audit (run_id, seq, prev_hash, hash, record) VALUES (?,?,?,?,?)",
                runId,
                next.seq(),
                next.prevHash(),
                next.hash(),
                next.record());
        session.keepTail(runId, next);
        return next;
    }

    private static AuditRow afterStored(Session session, String runId, AuditRow.Draft draft) throws SQLException {
        return session.first(
                        "SELECT seq, hash FROM audit WHERE run_id = ? ORDER BY seq DESC LIMIT 1",
                        row -> draft.after(row.number("seq"), row.text("hash")),
                        runId)
                .orElseGet(() -> draft.after(0, AuditRow.NO_HASH));
    }

    static List<AuditRow> audit(Session session, String runId) throws SQLException {
        return session.list("SELECT * FROM audit WHERE run_id = ? ORDER BY seq", AuditTable::link, runId);
    }

    private static AuditRow link(Row row) throws SQLException {
        return new AuditRow(row.number("seq"), row.text("prev_hash"), row.text("hash"), row.text("record"));
    }
}
