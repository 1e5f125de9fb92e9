package io.jenkins.plugins.openfactory.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.PostgresServer;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMigrationTest {
    private static final String PLACE = "here:/home#1";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static PostgresServer server;

    @TempDir
    Path folder;

    private Path file;
    private StoreAddress target;

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

    @BeforeEach
    void fill() throws SQLException {
        file = folder.resolve("store.db");
        target = new StoreAddress(server.create("m" + NUMBERS.incrementAndGet()), Optional.empty(), Optional.empty());
        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            for (int i = 0; i < 6; i++) {
                fill(store, "r" + i);
            }
            store.forge().addPull("a/b", "openfactory/r1", "main", "Title", "Body", Rows.NOW);
            store.forge().addComment("a/b", 1, "marker", "ünï ☃ 'quoted'", Rows.NOW);
            store.forge().addCheck("a/b", "c", "tests", Rows.NOW);
        }
    }

    private static void fill(RunStore store, String run) {
        store.create(Rows.run(run));
        for (int i = 0; i < 20; i++) {
            store.intend(Rows.intent(run, "k" + i));
            store.complete(
                    run,
                    "k" + i,
                    "{\"text\":\"" + "🙂\\n".repeat(i) + "\"}",
                    "",
                    Rows.NOW,
                    Optional.of(Rows.exchange(run, "k" + i)),
                    Optional.of(Rows.ledger(run, "k" + i, 15, 0.1, true)));
            store.appendAudit(run, "{\"i\":" + i + "}");
        }
        store.saveApproval(run, new ApprovalRow("spec", "approve", "1".repeat(64), "", "Ann", Rows.NOW));
        store.saveDocument(run, "checks", "[]");
    }

    @Test
    void shouldCopyEverythingAndReportIt() {
        StoreMigration.Report report = new StoreMigration(file, target, PLACE).run(() -> {}, false);

        assertThat(report.tables())
                .filteredOn(table -> table.name().equals("effects"))
                .singleElement()
                .matches(table -> table.rows() == 120);
        try (RunStore from = Stores.embedded(file, Clock.systemUTC());
                RunStore to = Stores.open(target, PLACE, Clock.systemUTC())) {
            assertThat(to.runs(100)).isEqualTo(from.runs(100));
            for (int i = 0; i < 6; i++) {
                String run = "r" + i;
                assertThat(to.run(run)).isEqualTo(from.run(run));
                assertThat(to.stages(run)).isEqualTo(from.stages(run));
                assertThat(to.effects(run)).isEqualTo(from.effects(run));
                assertThat(to.exchanges(run)).isEqualTo(from.exchanges(run));
                assertThat(to.ledger(run)).isEqualTo(from.ledger(run));
                assertThat(to.audit(run)).isEqualTo(from.audit(run));
                assertThat(to.approvals(run)).isEqualTo(from.approvals(run));
                assertThat(to.usage(run)).isEqualTo(from.usage(run));
            }
            assertThat(to.forge().comments("a/b", 1)).isEqualTo(from.forge().comments("a/b", 1));
            assertThat(to.forge().checks("a/b", "c")).isEqualTo(from.forge().checks("a/b", "c"));
            from.leases().take("r1", Duration.ofMinutes(1));
            to.leases().take("r1", Duration.ofMinutes(1));
            to.appendAudit("r1", "{}");
        }
    }

    @Test
    void shouldTakeNoMoreWritesInTheFileOnceItWasMoved() {
        try (RunStore open = Stores.embedded(file, Clock.systemUTC())) {
            new StoreMigration(file, target, PLACE).run(() -> {}, true);

            assertThatThrownBy(() -> open.update("r1", row -> row.withState(JobState.DONE)))
                    .isInstanceOf(WorldFault.class)
                    .hasMessageContaining("moved to PostgreSQL");
            assertThatThrownBy(() -> open.create(Rows.run("new")))
                    .isInstanceOf(WorldFault.class)
                    .hasMessageContaining("moved to PostgreSQL");
            assertThat(open.runs(100)).hasSize(6);
        }
    }

    @Test
    void shouldNotOverwriteATargetThatHoldsSomething() {
        try (RunStore to = Stores.open(target, PLACE, Clock.systemUTC())) {
            to.create(Rows.run("mine"));
        }
        assertThatThrownBy(() -> new StoreMigration(file, target, PLACE).run(() -> {}, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not overwritten");
        try (RunStore to = Stores.open(target, PLACE, Clock.systemUTC());
                RunStore from = Stores.embedded(file, Clock.systemUTC())) {
            assertThat(to.runs(100)).hasSize(1);
            from.appendAudit("r1", "{}");
        }
    }

    @Test
    void shouldLeaveBothAsTheyWereWhereItFailsAtTheEnd() {
        assertThatThrownBy(() -> new StoreMigration(file, target, PLACE)
                        .run(
                                () -> {
                                    throw new WorldFault("disk_failed", "no space");
                                },
                                true))
                .isInstanceOf(WorldFault.class);
        try (RunStore from = Stores.embedded(file, Clock.systemUTC())) {
            from.appendAudit("r1", "{}");
        }
        try (RunStore to = Stores.open(target, PLACE, Clock.systemUTC())) {
            assertThat(to.runs(10)).isEmpty();
        }
    }

    @Test
    void shouldFindARowThatPostgresChanged() throws SQLException {
        Stores.open(target, PLACE, Clock.systemUTC()).close();
        try (Connection connection = DriverManager.getConnection(target.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION spoil() RETURNS trigger AS 'BEGIN NEW.note = ''x''; RETURN NEW; END'"
                    + " LANGUAGE plpgsql");
            statement.execute("CREATE TRIGGER spoil BEFORE INSERT ON outcomes FOR EACH ROW EXECUTE FUNCTION spoil()");
        }
        assertThatThrownBy(() -> new StoreMigration(file, target, PLACE).run(() -> {}, true))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("outcomes");
        try (RunStore to = Stores.open(target, PLACE, Clock.systemUTC())) {
            assertThat(to.runs(10)).isEmpty();
        }
    }

    @Test
    void shouldRefuseAFileThatSomebodyWorksWith() {
        try (RunStore from = Stores.embedded(file, Clock.systemUTC())) {
            from.leases().take("r3", Duration.ofMinutes(1));
            assertThatThrownBy(() -> new StoreMigration(file, target, PLACE).run(() -> {}, true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("run r3 is being worked on");
        }
    }
}
