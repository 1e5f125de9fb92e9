package io.jenkins.plugins.openfactory.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresRunStoreTest extends ForgeRecordsContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private String url;
    private RunStore store;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the PostgreSQL binaries of these tests are for Linux on amd64");
        server = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    void open() throws Exception {
        String database = "t" + DATABASES.incrementAndGet();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        url = server.getJdbcUrl("postgres", database);
        connect();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    RunStore store() {
        return store;
    }

    @Override
    String url() {
        return url;
    }

    @Override
    void reopen() {
        close();
        // The server may still be ending the transaction of a client that was killed.
        await().until(() -> sessions() == 0);
        connect();
    }

    private long sessions() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement =
                        connection.prepareStatement("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = ?")) {
            statement.setString(1, url.replaceAll(".*/([a-z0-9]+)\\?.*", "$1"));
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void connect() {
        store = Stores.open(url, Optional.empty(), Optional.empty(), Clock.fixed(Rows.NOW, ZoneOffset.UTC));
    }
}
