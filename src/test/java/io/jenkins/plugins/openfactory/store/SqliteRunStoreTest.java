package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends ForgeRecordsContract {
    @TempDir
    Path home;

    private RunStore store;

    @Override
    void open() {
        store = Stores.embedded(home.resolve("store.db"), Clock.fixed(Rows.NOW, ZoneOffset.UTC));
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
        return "jdbc:sqlite:" + home.resolve("store.db");
    }

    @Override
    void reopen() {
        close();
        open();
    }
}
