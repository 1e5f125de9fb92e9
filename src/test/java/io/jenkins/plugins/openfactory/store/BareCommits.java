package io.jenkins.plugins.openfactory.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/** Commits of one small row to SQLite in WAL mode with synchronous=FULL: what benchmarks measure ourselves against. */
public final class BareCommits implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private long next;

    /** @param file made new */
    public BareCommits(Path file) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT)");
        }
        insert = connection.prepareStatement("INSERT INTO t (k, v) VALUES (?, ?)");
    }

    /** So many commits, one after the other. */
    public void commit(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            insert.setString(1, "k" + next++);
            insert.setString(2, "{\"q\":1}");
            insert.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
