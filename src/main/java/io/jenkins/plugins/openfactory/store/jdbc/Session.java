package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.store.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection with the statements prepared on it. For one thread at a time. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<String, AuditRow> tails = new HashMap<>();
    private boolean batch;

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Makes transactions that name the same thing run one after the other, until this one ends. */
    void serialize(String thing) throws SQLException {
        dialect.serialize(this, thing);
    }

    /** As {@link #serialize}, but transactions that share a thing do not wait for each other. */
    void share(String thing) throws SQLException {
        dialect.share(this, thing);
    }

    /** See {@link Dialect#id}. */
    String dialect() {
        return dialect.id();
    }

    /** See {@link Dialect#now}. */
    Optional<Instant> now() throws SQLException {
        return dialect.now(this);
    }

    /** Begins or ends a batch: a transaction of many pieces of work, in which what one of them wrote need not be read again. */
    void batch(boolean begun) {
        batch = begun;
        tails.clear();
    }

    /** The last link of a run's audit chain, where this batch wrote it. */
    Optional<AuditRow> tail(String runId) {
        return Optional.ofNullable(tails.get(runId));
    }

    /** Remembers the last link of a run's audit chain for the rest of the batch, if there is one. */
    void keepTail(String runId, AuditRow tail) {
        if (batch) {
            tails.put(runId, tail);
        }
    }

    /** Forgets it, because the chain is deleted. */
    void dropTail(String runId) {
        tails.remove(runId);
    }

    /** Runs a statement once, whatever it gives back. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement that has no result and is run often, such as {@code COMMIT}. */
    void perform(String sql) throws SQLException {
        update(sql);
    }

    /** Runs a change; the number of rows it touched. */
    int update(String sql, Object... arguments) throws SQLException {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            Row row = new Row(rows);
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(row));
            }
            return found;
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    /** The one number that a query always has. */
    long number(String sql, Object... arguments) throws SQLException {
        return first(sql, row -> row.number(1), arguments).orElse(0L);
    }

    boolean hasTable(String name) throws SQLException {
        return dialect.hasTable(this, name);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    /** SQLite's driver never executes a statement again that has failed once. */
    private SQLException forgetting(String sql, SQLException failure) {
        PreparedStatement failed = prepared.remove(sql);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private static void bind(PreparedStatement statement, int index, Object argument) throws SQLException {
        Object value = argument instanceof Optional<?> optional ? optional.orElse(null) : argument;
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(index, storable(text));
        } else if (value instanceof Boolean flag) {
            statement.setLong(index, flag ? 1 : 0);
        } else if (value instanceof Instant instant) {
            statement.setLong(index, Row.nanos(instant));
        } else if (value instanceof Double real) {
            statement.setDouble(index, real);
        } else if (value instanceof Number number) {
            statement.setLong(index, number.longValue());
        } else {
            throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    /** No database keeps a NUL in text the same way, so it becomes the replacement character. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** Turns a row into a value. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }
}
