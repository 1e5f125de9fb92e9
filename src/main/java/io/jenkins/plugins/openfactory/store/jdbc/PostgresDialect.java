package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** PostgreSQL: advisory locks make serial what must be. Error codes: appendix A of its manual. */
final class PostgresDialect implements Dialect {
    private final String place;

    /** @param place host, port and database as shown to people */
    PostgresDialect(String place) {
        this.place = place;
    }

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public void serialize(Session session, String thing) throws SQLException {
        session.first(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 20260801))", row -> true, "openfactory:" + thing);
    }

    @Override
    public void share(Session session, String thing) throws SQLException {
        session.first(
                "SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 20260801))",
                row -> true,
                "openfactory:" + thing);
    }

    @Override
    public Optional<Instant> now(Session session) throws SQLException {
        return session.first(
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000000 AS BIGINT) AS now",
                row -> row.instant("now"));
    }

    @Override
    public boolean hasTable(Session session, String name) throws SQLException {
        return session.first("SELECT to_regclass(?) AS found", row -> row.maybeText("found"), name)
                .flatMap(found -> found)
                .isPresent();
    }

    @Override
    public boolean isMissingReference(SQLException error) {
        return state(error).equals("23503");
    }

    @Override
    public WorldFault fault(SQLException error) {
        String state = state(error);
        if (state.equals("53100")) {
            return new WorldFault(
                    "store_full",
                    "the store " + place + " can't grow because its server's disk is full; free some space there, then"
                            + " let the run go on",
                    error);
        }
        if (state.equals("25006") || state.equals("42501")) {
            return new WorldFault(
                    "store_read_only",
                    "the store " + place + " can't be written (" + error.getMessage()
                            + "); connect to the primary server as a user who may write there",
                    error);
        }
        if (state.startsWith("XX")) {
            return new WorldFault(
                    "store_corrupt",
                    "the store " + place + " is damaged (" + error.getMessage() + "); restore it from a backup",
                    error);
        }
        return new WorldFault(
                "store_failed",
                "the store " + place + " failed (" + error.getMessage()
                        + "); look after the server, its address and the credential, then try again",
                error);
    }

    /** Whether the same transaction may well succeed when it is run again. */
    static boolean isPassing(SQLException error) {
        return state(error).equals("40001") || state(error).equals("40P01");
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }
}
