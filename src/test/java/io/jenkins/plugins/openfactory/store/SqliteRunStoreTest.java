package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends RunStoreContract {
    @TempDir
    Path home;

    private RunStore store;

    @BeforeEach
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
}
