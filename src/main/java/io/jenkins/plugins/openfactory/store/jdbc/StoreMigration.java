package io.jenkins.plugins.openfactory.store.jdbc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import io.jenkins.plugins.openfactory.store.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a SQLite store into an empty PostgreSQL database, in one transaction there and under the writer's lock here, and
 * reads everything back before it is committed. Afterwards the file takes no more writes, from whichever process, so that
 * nothing is recorded where nobody looks.
 */
public final class StoreMigration {
    /** What a table refers to comes before it. */
    private static final List<String> TABLES = List.of(
            "runs",
            "run_texts",
            "run_totals",
            "run_documents",
            "stages",
            "tickets",
            "effects",
            "outcomes",
            "model_exchanges",
            "budget_ledger",
            "audit",
            "approvals",
            "leases",
            "forge_pulls",
            "forge_comments",
            "forge_checks",
            "spent");

    private final Path file;
    private final StoreAddress target;
    private final String place;

    /** @param place the home that the runs belong to from now on; see {@link io.jenkins.plugins.openfactory.store.StorePlace} */
    public StoreMigration(Path file, StoreAddress target, String place) {
        this.file = file;
        this.target = target;
        this.place = place;
    }

    /** What was copied. */
    public record Report(List<Table> tables) {
        /** @param sha256 over all rows, the same in both stores */
        public record Table(String name, long rows, String sha256) {}

        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("verified", true);
            ArrayNode list = json.putArray("tables");
            tables.forEach(table -> list.addObject()
                    .put("name", table.name())
                    .put("rows", table.rows())
                    .put("sha256", table.sha256()));
            return json;
        }
    }

    /**
     * Copies and verifies.
     *
     * @param close run once everything is copied and verified, before the file takes writes again: what it throws undoes all
     * @param seal whether the file takes no more writes afterwards
     * @throws UserError where the file isn't there, a run in it is being worked on, or the target holds something already
     */
    public Report run(Runnable close, boolean seal) {
        if (!target.url().startsWith("jdbc:postgresql:")) {
            throw new UserError("'" + target.url().replaceAll("[/?@].*", "…")
                    + "' is no PostgreSQL address; write jdbc:postgresql://host:5432/database");
        }
        if (!Files.exists(file)) {
            throw new UserError("there is no store '" + file + "'; name the SQLite file to copy");
        }
        try (Database from = SqliteFile.open(file);
                Database to = PostgresDatabase.open(target.url(), target.user(), target.password())) {
            return from.write(source -> {
                refuseWork(source);
                Report report = to.write(copy -> copyAll(source, copy));
                try {
                    if (seal) {
                        seal(source);
                    }
                    close.run();
                } catch (SQLException | RuntimeException e) {
                    to.write(StoreMigration::empty);
                    throw e;
                }
                return report;
            });
        }
    }

    private Report copyAll(Session source, Session target) throws SQLException {
        target.serialize("schema");
        refuseContent(target);
        List<Report.Table> tables = new ArrayList<>();
        for (String name : TABLES) {
            TableCopy table = TableCopy.of(source, name);
            TableCopy.Content read = table.copy(source, target);
            TableCopy.Content written = table.content(target);
            if (!read.equals(written)) {
                throw new WorldFault(
                        "store_failed",
                        "the table " + name + " has " + written.rows() + " rows in PostgreSQL that are not the "
                                + read.rows() + " of " + file + "; nothing was copied, so look after the server and"
                                + " try again");
            }
            tables.add(new Report.Table(name, read.rows(), read.sha256()));
        }
        target.update("UPDATE leases SET place = ?, owner = '', until = 0", place);
        return new Report(tables);
    }

    private void refuseContent(Session target) throws SQLException {
        for (String name : TABLES) {
            if (target.number("SELECT COUNT(*) FROM " + name) > 0) {
                throw new UserError("the target store holds " + name
                        + " already and is not overwritten; name an empty database or another schema (currentSchema=)");
            }
        }
    }

    private static int empty(Session target) throws SQLException {
        int rows = 0;
        for (int i = TABLES.size() - 1; i >= 0; i--) {
            rows += target.update("DELETE FROM " + TABLES.get(i));
        }
        return rows;
    }

    private static void refuseWork(Session source) throws SQLException {
        List<String> working = source.list(
                "SELECT run_id, owner FROM leases WHERE owner <> ''",
                row -> Worker.of(row.text("owner")).filter(Worker::isDead).isPresent() ? "" : row.text("run_id"));
        working.stream().filter(run -> !run.isEmpty()).findFirst().ifPresent(run -> {
            throw new UserError("run " + run + " is being worked on; wait for it, or stop the factory first");
        });
    }

    /** Processes that have the file open from before must not go on writing to it. */
    private static void seal(Session source) throws SQLException {
        for (String name : TABLES) {
            for (String change : List.of("INSERT", "UPDATE", "DELETE")) {
                source.execute("CREATE TRIGGER sealed_" + name + "_" + change + " BEFORE " + change + " ON " + name
                        + " BEGIN SELECT RAISE(ABORT, 'this store was moved to PostgreSQL; open the factory again');"
                        + " END");
            }
        }
    }
}
