package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Brings a store's tables to this program's version: {@code schema-1.sql}, {@code schema-2.sql} and so on, each run once,
 * in order, and after each what the database alone needs, as in {@code schema-3-sqlite.sql}. The caller provides the transaction, and that only one process at a time does this.
 */
final class Schema {
    /** The version that this program reads and writes. */
    static final int VERSION = 3;

    private static final String TABLE = "openfactory_schema";

    private Schema() {}

    /**
     * The version of the tables that are there, 0 for an empty store.
     *
     * @throws WorldFault {@code store_newer} if a newer program made them
     */
    static int version(Session session, String place) throws SQLException {
        if (!session.hasTable(TABLE)) {
            return 0;
        }
        int version = Math.toIntExact(session.number("SELECT MAX(version) FROM " + TABLE));
        if (version > VERSION) {
            throw new WorldFault(
                    "store_newer",
                    "the store " + place + " has version " + version + " and this program knows versions up to "
                            + VERSION + "; use the newer OpenFactory that made it, or another home");
        }
        return version;
    }

    /** Runs what is missing; the version that was there before. */
    static int migrate(Session session, String place) throws SQLException {
        return migrate(session, place, VERSION);
    }

    static int migrate(Session session, String place, int last) throws SQLException {
        int before = version(session, place);
        if (before == 0) {
            session.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (version BIGINT NOT NULL PRIMARY KEY)");
        }
        for (int next = before + 1; next <= last; next++) {
            run(session, script("schema-" + next + ".sql"));
            run(session, script("schema-" + next + "-" + session.dialect() + ".sql"));
            session.update("INSERT INTO " + TABLE + " (version) VALUES (?)", next);
        }
        return before;
    }

    private static void run(Session session, String script) throws SQLException {
        for (String statement : script.split(";\\s*\n")) {
            if (!statement.isBlank()) {
                session.execute(statement);
            }
        }
    }

    /** The text of a script, empty where this step has none. */
    private static String script(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
