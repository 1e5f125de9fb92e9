package io.jenkins.plugins.openfactory.store.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements that take a run, or the long texts of one, out of the store. */
final class Deletions {
    /** In an order in which nothing refers to what is gone. */
    private static final List<String> TABLES = List.of(
            "outcomes",
            "model_exchanges",
            "effects",
            "budget_ledger",
            "audit",
            "approvals",
            "leases",
            "tickets",
            "stages",
            "run_documents",
            "run_totals",
            "run_texts",
            "runs");
    /** Budgets per day look no further back than this. */
    private static final Duration BUDGETED = Duration.ofDays(2);

    private static final String DROPPED = "{\"dropped\":\"by retention\"}";

    private Deletions() {}

    /** Deletes all rows of a run; what it spent lately still counts for the day. Whether there was one. */
    static boolean run(Session session, String runId, Instant now) throws SQLException {
        session.serialize("lease:" + runId);
        session.serialize("budget");
        Instant lately = now.minus(BUDGETED);
        session.update("DELETE FROM spent WHERE at < ?", lately);
        session.update(
                "INSERT INTO spent (at, tokens, nano_usd) SELECT at, tokens, nano_usd FROM budget_ledger"
                        + " WHERE run_id = ? AND at >= ?",
                runId,
                lately);
        forge(session, runId);
        session.dropTail(runId);
        int last = 0;
        for (String table : TABLES) {
            last = session.update("DELETE FROM " + table + " WHERE run_id = ?", runId);
        }
        return last == 1;
    }

    /** What the local forge has of a run: its checks, and its pull request with what was said there. */
    private static void forge(Session session, String runId) throws SQLException {
        for (String commit : commits(session, runId)) {
            session.update("DELETE FROM forge_checks WHERE commit_sha = ?", commit);
        }
        Optional<String> branch = RunTables.document(session, runId, "pull_request")
                .map(Json::read)
                .map(json -> json.path("branch").asText())
                .filter(name -> name.contains(runId));
        if (branch.isPresent()) {
            session.update(
                    "DELETE FROM forge_comments WHERE (repository, number) IN (SELECT repository, number FROM"
                            + " forge_pulls WHERE head_branch = ?)",
                    branch.get());
            session.update("DELETE FROM forge_pulls WHERE head_branch = ?", branch.get());
        }
    }

    /** Takes the prompts and replies of a run's exchanges away; what they cost and their hashes stay. */
    static void exchanges(Session session, String runId) throws SQLException {
        session.update(
                "UPDATE outcomes SET outcome = ? WHERE run_id = ? AND effect_key IN (SELECT effect_key FROM effects"
                        + " WHERE run_id = ? AND kind = 'model')",
                DROPPED,
                runId,
                runId);
        session.update("UPDATE effects SET request = ? WHERE run_id = ? AND kind = 'model'", DROPPED, runId);
    }

    /** The commits that the local forge may have checked for a run. */
    private static Set<String> commits(Session session, String runId) throws SQLException {
        Set<String> commits = new LinkedHashSet<>();
        for (String name : List.of("pull_request", "checks")) {
            JsonNode json =
                    RunTables.document(session, runId, name).map(Json::read).orElseGet(Json::object);
            json.findValues("headSha").forEach(sha -> commits.add(sha.asText()));
        }
        RunTables.tickets(session, runId).forEach(ticket -> ticket.commit().ifPresent(commits::add));
        return commits;
    }
}
