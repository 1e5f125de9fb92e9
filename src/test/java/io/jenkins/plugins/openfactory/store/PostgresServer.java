package io.jenkins.plugins.openfactory.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL server for tests, with its data in a temporary folder. Close it when the tests are over. */
public final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one; skips the test where there are no binaries for this machine. */
    public static PostgresServer start() throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the PostgreSQL binaries of these tests are for Linux on amd64");
        // Clients are killed here, never the server, so its own flushing would only take time.
        return new PostgresServer(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "400")
                .start());
    }

    /** Makes a database. */
    public String create(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return url(name);
    }

    /** Makes a database as another one is, once nobody is connected to that one any more. */
    public String copy(String name, String original) throws SQLException {
        await().until(() -> sessions(original) == 0);
        execute("CREATE DATABASE " + name + " TEMPLATE " + original);
        return url(name);
    }

    public void drop(String name) throws SQLException {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** The address of a database. */
    public String url(String name) {
        return server.getJdbcUrl("postgres", name);
    }

    public int port() {
        return server.getPort();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long sessions(String database) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement =
                        connection.prepareStatement("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = ?")) {
            statement.setString(1, database);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
