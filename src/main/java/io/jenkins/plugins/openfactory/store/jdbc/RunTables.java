package io.jenkins.plugins.openfactory.store.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunSummary;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements about runs, their stages, tickets, documents and approvals. */
final class RunTables {
    private RunTables() {}

    static void create(Session session, RunRow run) throws SQLException {
        int added = session.update(
                "INSERT INTO runs (run_id, created_at, updated_at, state, title, trace_id, waiting_for, waiting_text,"
                        + " request_sha256, spec_sha256, error_code, error_text) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                        + " ON CONFLICT (run_id) DO NOTHING",
                run.runId(),
                run.createdAt(),
                run.updatedAt(),
                run.state().id(),
                run.title(),
                run.traceId(),
                run.waitingFor().map(WaitReason::id),
                run.waitingText(),
                run.requestSha256(),
                run.specSha256(),
                run.errorCode(),
                run.errorText());
        if (added == 0) {
            throw new IllegalStateException("the store has a run " + run.runId() + " already");
        }
        session.update(
                "INSERT INTO run_texts (run_id, config, request) VALUES (?,?,?)",
                run.runId(),
                run.config(),
                run.request());
        session.update(
                "INSERT INTO run_totals (run_id, exchanges, unpriced, prompt_tokens, completion_tokens, nano_usd)"
                        + " VALUES (?,0,0,0,0,0)",
                run.runId());
        for (StageId stage : StageId.values()) {
            saveStage(
                    session,
                    run.runId(),
                    new StageRow(stage, StageState.PENDING, 0, Optional.empty(), Optional.empty(), ""));
        }
    }

    static Optional<RunRow> run(Session session, String runId) throws SQLException {
        return session.first(
                "SELECT r.*, t.config, t.request FROM runs r JOIN run_texts t ON t.run_id = r.run_id WHERE r.run_id = ?",
                RunTables::run,
                runId);
    }

    static void update(Session session, RunRow before, RunRow run) throws SQLException {
        session.update(
                "UPDATE runs SET updated_at = ?, state = ?, title = ?, waiting_for = ?, waiting_text = ?,"
                        + " request_sha256 = ?, spec_sha256 = ?, error_code = ?, error_text = ? WHERE run_id = ?",
                run.updatedAt(),
                run.state().id(),
                run.title(),
                run.waitingFor().map(WaitReason::id),
                run.waitingText(),
                run.requestSha256(),
                run.specSha256(),
                run.errorCode(),
                run.errorText(),
                run.runId());
        if (!before.config().equals(run.config()) || !before.request().equals(run.request())) {
            session.update(
                    "UPDATE run_texts SET config = ?, request = ? WHERE run_id = ?",
                    run.config(),
                    run.request(),
                    run.runId());
        }
    }

    static List<RunSummary> newest(Session session, int limit) throws SQLException {
        return session.list(
                "SELECT run_id, state, title, created_at, updated_at FROM runs ORDER BY created_at DESC, run_id DESC"
                        + " LIMIT ?",
                RunTables::summary,
                limit);
    }

    static List<RunSummary> after(Session session, Optional<RunSummary> last, int limit) throws SQLException {
        if (last.isEmpty()) {
            return newest(session, limit);
        }
        return session.list(
                "SELECT run_id, state, title, created_at, updated_at FROM runs WHERE (created_at, run_id) < (?, ?)"
                        + " ORDER BY created_at DESC, run_id DESC LIMIT ?",
                RunTables::summary,
                last.get().createdAt(),
                last.get().runId(),
                limit);
    }

    static RunSummary summary(Row row) throws SQLException {
        return new RunSummary(
                row.text("run_id"),
                JobState.of(row.text("state")),
                row.text("title"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    static List<StageRow> stages(Session session, String runId) throws SQLException {
        return session.list(
                "SELECT * FROM stages WHERE run_id = ? ORDER BY number",
                row -> new StageRow(
                        StageId.values()[row.integer("number")],
                        StageState.of(row.text("state")),
                        row.integer("attempts"),
                        row.maybeInstant("started_at"),
                        row.maybeInstant("ended_at"),
                        row.text("summary")),
                runId);
    }

    static void saveStage(Session session, String runId, StageRow stage) throws SQLException {
        session.update(
                "INSERT INTO stages (run_id, number, state, attempts, started_at, ended_at, summary)"
                        + " VALUES (?,?,?,?,?,?,?) ON CONFLICT (run_id, number) DO UPDATE SET state = excluded.state,"
                        + " attempts = excluded.attempts, started_at = excluded.started_at,"
                        + " ended_at = excluded.ended_at, summary = excluded.summary",
                runId,
                stage.stage().number(),
                stage.state().id(),
                stage.attempts(),
                stage.startedAt(),
                stage.endedAt(),
                stage.summary());
    }

    static List<TicketRow> tickets(Session session, String runId) throws SQLException {
        return session.list(
                "SELECT * FROM tickets WHERE run_id = ? ORDER BY ticket_id",
                row -> new TicketRow(
                        row.text("ticket_id"),
                        row.text("title"),
                        TicketState.of(row.text("state")),
                        row.integer("attempts"),
                        strings(row.text("depends_on")),
                        row.maybeText("branch"),
                        row.maybeText("head_commit"),
                        row.text("summary")),
                runId);
    }

    static void saveTicket(Session session, String runId, TicketRow ticket) throws SQLException {
        session.update(
                "INSERT INTO tickets (run_id, ticket_id, title, state, attempts, depends_on, branch, head_commit,"
                        + " summary) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (run_id, ticket_id) DO UPDATE SET"
                        + " title = excluded.title, state = excluded.state, attempts = excluded.attempts,"
                        + " depends_on = excluded.depends_on, branch = excluded.branch,"
                        + " head_commit = excluded.head_commit, summary = excluded.summary",
                runId,
                ticket.ticketId(),
                ticket.title(),
                ticket.state().id(),
                ticket.attempts(),
                Json.write(Json.tree(ticket.dependsOn())),
                ticket.branch(),
                ticket.commit(),
                ticket.summary());
    }

    static void saveDocument(Session session, String runId, String name, String json) throws SQLException {
        session.update(
                "INSERT INTO run_documents (run_id, name, json) VALUES (?,?,?) ON CONFLICT (run_id, name)"
                        + " DO UPDATE SET json = excluded.json",
                runId,
                name,
                json);
    }

    static Optional<String> document(Session session, String runId, String name) throws SQLException {
        return session.first(
                "SELECT json FROM run_documents WHERE run_id = ? AND name = ?", row -> row.text("json"), runId, name);
    }

    static void saveApproval(Session session, String runId, ApprovalRow approval) throws SQLException {
        session.serialize("approvals:" + runId);
        session.update(
                "INSERT INTO approvals (run_id, seq, subject, decision, bound_sha256, remark, said_by, at)"
                        + " VALUES (?,?,?,?,?,?,?,?)",
                runId,
                session.number("SELECT COALESCE(MAX(seq), 0) + 1 FROM approvals WHERE run_id = ?", runId),
                approval.subject(),
                approval.decision(),
                approval.boundSha256(),
                approval.text(),
                approval.by(),
                approval.at());
    }

    static List<ApprovalRow> approvals(Session session, String runId) throws SQLException {
        return session.list(
                "SELECT * FROM approvals WHERE run_id = ? ORDER BY seq",
                row -> new ApprovalRow(
                        row.text("subject"),
                        row.text("decision"),
                        row.text("bound_sha256"),
                        row.text("remark"),
                        row.text("said_by"),
                        row.instant("at")),
                runId);
    }

    private static RunRow run(Row row) throws SQLException {
        return new RunRow(
                row.text("run_id"),
                row.text("trace_id"),
                JobState.of(row.text("state")),
                row.maybeText("waiting_for").map(WaitReason::of),
                row.maybeText("waiting_text"),
                row.text("title"),
                row.text("config"),
                row.text("request"),
                row.text("request_sha256"),
                row.maybeText("spec_sha256"),
                row.maybeText("error_code"),
                row.maybeText("error_text"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static List<String> strings(String json) {
        List<String> found = new ArrayList<>();
        for (JsonNode element : Json.read(json)) {
            found.add(element.asText());
        }
        return List.copyOf(found);
    }
}
