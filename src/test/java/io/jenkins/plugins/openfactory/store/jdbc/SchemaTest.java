package io.jenkins.plugins.openfactory.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    Path home;

    @Test
    void shouldKeepEveryRowOfAnOlderStore() throws SQLException, IOException {
        Path file = home.resolve("store.db");
        made(file, 2, session -> {
            RunTables.create(session, Rows.run("r1"));
            session.update("INSERT INTO leases (run_id, place, owner, token, until) VALUES ('r1','','',0,0)");
            for (String key : List.of("k2", "k1")) {
                EffectTables.intend(session, Rows.intent("r1", key));
                EffectTables.complete(session, "r1", key, "{}", "", Rows.NOW);
                EffectTables.addExchange(session, Rows.exchange("r1", key));
                LedgerTable.save(session, Rows.ledger("r1", key, 15, 0.25, true));
            }
        });

        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            Rows.assertConsistent(store, "r1");
            assertThat(store.effects("r1")).extracting(EffectRow::key).containsExactly("k2", "k1");
            assertThat(store.exchanges("r1"))
                    .containsExactlyInAnyOrder(Rows.exchange("r1", "k1"), Rows.exchange("r1", "k2"));
            store.intend(Rows.intent("r1", "k3"));
            store.complete("r1", "k3", "{}", "", Rows.NOW, Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> store.complete("r1", "k4", "{}", "", Rows.NOW, Optional.empty(), Optional.empty()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(store.delete("r1")).isTrue();
        }
    }

    @Test
    void shouldBringAStoreOfTheFirstVersionForward() throws SQLException, IOException {
        Path file = home.resolve("store.db");
        made(file, 1, session -> RunTables.create(session, Rows.run("r1")));

        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            assertThat(store.run("r1")).isPresent();
            assertThat(store.leases().of("r1")).isPresent();
            assertThat(store.check()).isEmpty();
        }
    }

    private interface Filling {
        void in(Session session) throws SQLException;
    }

    private static void made(Path file, int version, Filling filling) throws SQLException, IOException {
        SqliteLibrary.load(file.resolveSibling("native"));
        try (Session session = new Session(SqliteDatabase.source(file).getConnection(), new SqliteDialect(file))) {
            session.execute("PRAGMA journal_mode=WAL");
            session.execute("BEGIN IMMEDIATE");
            Schema.migrate(session, file.toString(), version);
            filling.in(session);
            session.execute("COMMIT");
        }
    }
}
