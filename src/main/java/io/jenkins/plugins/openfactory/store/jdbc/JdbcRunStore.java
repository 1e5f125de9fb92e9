package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.Leases;
import io.jenkins.plugins.openfactory.store.LedgerRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The run record in a database. Made by {@link Stores}. */
final class JdbcRunStore implements RunStore {
    private final Database database;
    private final Clock clock;
    private final ForgeRecords forge;
    private final LeaseTable leases;

    /** @param place the home that keeps the files of the runs made here; empty where the store is a file in it */
    JdbcRunStore(Database database, Clock clock, String place) {
        this.database = database;
        this.clock = clock;
        this.leases = new LeaseTable(database, clock, place);
        this.forge = new ForgeTables(database);
    }

    @Override
    public void create(RunRow run) {
        database.write(session -> {
            RunTables.create(session, run);
            leases.settle(session, run.runId());
            return run;
        });
    }

    @Override
    public Optional<RunRow> run(String runId) {
        return database.read(session -> RunTables.run(session, runId));
    }

    @Override
    public RunRow update(String runId, UnaryOperator<RunRow> change) {
        return write(runId, session -> {
            session.serialize("run:" + runId);
            RunRow before = RunTables.run(session, runId)
                    .orElseThrow(() -> new UserError(
                            "there is no run '" + runId + "' in this store; list the runs to see which there are"));
            RunRow after = at(change.apply(before), clock.instant());
            RunTables.update(session, before, after);
            return after;
        });
    }

    @Override
    public List<RunSummary> runs(int limit) {
        return database.read(session -> RunTables.newest(session, limit));
    }

    @Override
    public List<RunSummary> runsAfter(Optional<RunSummary> last, int limit) {
        return database.read(session -> RunTables.after(session, last, limit));
    }

    @Override
    public boolean delete(String runId) {
        return write(runId, session -> Deletions.run(session, runId, clock.instant()));
    }

    @Override
    public void dropExchanges(String runId) {
        change(runId, session -> {
            Deletions.exchanges(session, runId);
            RunTables.saveDocument(session, runId, EXCHANGES_DROPPED, "true");
        });
    }

    @Override
    public List<StageRow> stages(String runId) {
        return database.read(session -> RunTables.stages(session, runId));
    }

    @Override
    public void saveStage(String runId, StageRow stage) {
        change(runId, session -> RunTables.saveStage(session, runId, stage));
    }

    @Override
    public void saveStageBegun(String runId, StageRow stage) {
        soon(runId, session -> {
            RunTables.saveStage(session, runId, stage);
            return stage;
        });
    }

    @Override
    public List<TicketRow> tickets(String runId) {
        return database.read(session -> RunTables.tickets(session, runId));
    }

    @Override
    public void saveTicket(String runId, TicketRow ticket) {
        soon(runId, session -> {
            RunTables.saveTicket(session, runId, ticket);
            return ticket;
        });
    }

    @Override
    public Optional<EffectRow> effect(String runId, String key) {
        return database.read(session -> EffectTables.effect(session, runId, key));
    }

    @Override
    public List<EffectRow> effects(String runId) {
        return database.read(session -> EffectTables.effects(session, runId));
    }

    @Override
    public Set<String> effectKeys(String runId) {
        return database.read(session -> EffectTables.keys(session, runId));
    }

    @Override
    public Optional<EffectRow> lastEffect(String runId) {
        return database.read(session -> EffectTables.last(session, runId));
    }

    @Override
    public EffectRow intend(EffectRow intent) {
        return write(intent.runId(), session -> EffectTables.intend(session, intent));
    }

    @Override
    public EffectRow intendSoon(EffectRow intent) {
        return soon(intent.runId(), session -> EffectTables.intend(session, intent));
    }

    @Override
    public void completeSoon(String runId, String key, String outcome, String note, Instant at) {
        soon(runId, session -> {
            EffectTables.complete(session, runId, key, outcome, note, at);
            return key;
        });
    }

    @Override
    public void complete(
            String runId,
            String key,
            String outcome,
            String note,
            Instant at,
            Optional<ExchangeRow> exchange,
            Optional<LedgerRow> settled) {
        change(runId, session -> {
            EffectTables.complete(session, runId, key, outcome, note, at);
            if (exchange.isPresent()) {
                EffectTables.addExchange(session, exchange.get());
            }
            if (settled.isPresent()) {
                LedgerTable.save(session, settled.get());
            }
        });
    }

    @Override
    public void seen(EffectRow intent, String outcome, Instant at) {
        soon(intent.runId(), session -> {
            EffectTables.intend(session, intent);
            EffectTables.complete(session, intent.runId(), intent.key(), outcome, intent.note(), at);
            return intent;
        });
    }

    @Override
    public List<ExchangeRow> exchanges(String runId) {
        return database.read(session -> EffectTables.exchanges(session, runId));
    }

    @Override
    public Optional<String> reserve(LedgerRow reservation, BudgetBounds bounds) {
        return write(reservation.runId(), session -> LedgerTable.reserve(session, reservation, bounds));
    }

    @Override
    public List<LedgerRow> ledger(String runId) {
        return database.read(session -> LedgerTable.ledger(session, runId));
    }

    @Override
    public AuditRow appendAudit(String runId, String record) {
        AuditRow.Draft draft = AuditRow.Draft.of(Json.read(record));
        return write(runId, session -> AuditTable.append(session, runId, draft));
    }

    @Override
    public AuditRow appendAuditSoon(String runId, String record) {
        AuditRow.Draft draft = AuditRow.Draft.of(Json.read(record));
        return soon(runId, session -> AuditTable.append(session, runId, draft));
    }

    @Override
    public List<AuditRow> audit(String runId) {
        return database.read(session -> AuditTable.audit(session, runId));
    }

    @Override
    public void saveApproval(String runId, ApprovalRow approval) {
        database.write(session -> {
            RunTables.saveApproval(session, runId, approval);
            return approval;
        });
    }

    @Override
    public List<ApprovalRow> approvals(String runId) {
        return database.read(session -> RunTables.approvals(session, runId));
    }

    @Override
    public void saveDocument(String runId, String name, String json) {
        change(runId, session -> RunTables.saveDocument(session, runId, name, json));
    }

    @Override
    public void saveDocumentSoon(String runId, String name, String json) {
        soon(runId, session -> {
            RunTables.saveDocument(session, runId, name, json);
            return name;
        });
    }

    @Override
    public Optional<String> document(String runId, String name) {
        return database.read(session -> RunTables.document(session, runId, name));
    }

    @Override
    public Usage usage(String runId) {
        return database.read(session -> EffectTables.usage(session, runId));
    }

    @Override
    public ForgeRecords forge() {
        return forge;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Optional<Instant> serverTime() {
        return database.read(Session::now);
    }

    @Override
    public Optional<String> check() {
        return database.check();
    }

    @Override
    public void close() {
        database.close();
    }

    /** A write of a run by whoever works on it. */
    private <T> T write(String runId, Database.Work<T> work) {
        return database.write(guarded(runId, work));
    }

    /** Such a write that need not be on disk before the next one is. */
    private <T> T soon(String runId, Database.Work<T> work) {
        return database.writeSoon(guarded(runId, work));
    }

    private <T> Database.Work<T> guarded(String runId, Database.Work<T> work) {
        return session -> {
            leases.guard(session, runId);
            return work.run(session);
        };
    }

    private void change(String runId, Change change) {
        write(runId, session -> {
            change.make(session);
            return true;
        });
    }

    private static RunRow at(RunRow run, Instant updatedAt) {
        return new RunRow(
                run.runId(),
                run.traceId(),
                run.state(),
                run.waitingFor(),
                run.waitingText(),
                run.title(),
                run.config(),
                run.request(),
                run.requestSha256(),
                run.specSha256(),
                run.errorCode(),
                run.errorText(),
                run.createdAt(),
                updatedAt);
    }

    private interface Change {
        void make(Session session) throws SQLException;
    }
}
