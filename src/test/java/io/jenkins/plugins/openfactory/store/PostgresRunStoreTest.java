package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresRunStoreTest extends ForgeRecordsContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static PostgresServer server;

    private String schema;
    private String url;
    private RunStore store;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    void open() throws Exception {
        schema = "t" + SCHEMAS.incrementAndGet();
        try (var connection = DriverManager.getConnection(server.url("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        url = server.url("postgres") + "&currentSchema=" + schema + "&ApplicationName=" + schema;
        connect();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldRefuseAStoreOfANewerProgram() throws Exception {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO openfactory_schema (version) VALUES (99)");
        }
        WorldFault fault = catchThrowableOfType(WorldFault.class, () -> connect());
        assertThat(fault.code()).isEqualTo("store_newer");
        assertThat(fault)
                .hasMessageContainingAll("version 99", "up to " + Stores.SCHEMA_VERSION, "localhost:" + server.port());
    }

    @Test
    void shouldKeepTheRunsOfSeveralHomesApart() {
        StoreAddress address = new StoreAddress(url, Optional.empty(), Optional.empty());
        try (RunStore north = Stores.open(address, "north:/home#1", Clock.systemUTC());
                RunStore south = Stores.open(address, "south:/home#2", Clock.systemUTC())) {
            north.create(Rows.run("of-north"));
            south.create(Rows.run("of-south"));

            assertThat(north.leases().idle(10))
                    .extracting(RunSummary::runId)
                    .contains("of-north")
                    .doesNotContain("of-south");
            assertThat(south.leases().idle(10))
                    .extracting(RunSummary::runId)
                    .contains("of-south")
                    .doesNotContain("of-north");
            assertThatThrownBy(() -> south.leases().take("of-north", Duration.ofSeconds(1)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("kept by another factory home (north:/home#1)");
            assertThat(north.runs(10)).extracting(RunSummary::runId).contains("of-north", "of-south");
        }
    }

    @Test
    void shouldRefuseAServerThatOnlyReads() {
        WorldFault fault = catchThrowableOfType(WorldFault.class, () -> {
            try (RunStore readOnly = Stores.open(
                    url + "&options=-c%20default_transaction_read_only=on",
                    Optional.empty(),
                    Optional.empty(),
                    Clock.systemUTC())) {
                readOnly.create(Rows.run("r2"));
            }
        });
        assertThat(fault.code()).isEqualTo("store_read_only");
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
        try (var connection = DriverManager.getConnection(server.url("postgres"));
                var statement = connection.prepareStatement(
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = ?")) {
            statement.setString(1, schema);
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
