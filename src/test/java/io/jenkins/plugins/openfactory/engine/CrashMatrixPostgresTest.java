package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.store.PostgresServer;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The crash matrix with the record in PostgreSQL: each home names a database of its own, copied from the template's. */
class CrashMatrixPostgresTest extends CrashMatrix {
    private static PostgresServer server;

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
    void record(Path home, Path original) throws Exception {
        String url = home.equals(original) ? server.create(name(home)) : server.copy(name(home), name(original));
        new StoreAddress(url, Optional.empty(), Optional.empty()).save(new FactoryHome(home, home));
    }

    @Override
    void forget(Path home) throws Exception {
        server.drop(name(home));
    }

    private static String name(Path home) {
        return home.getFileName().toString().replace('-', '_');
    }

    @Override
    int sample() {
        return 6;
    }

    @Override
    String store() {
        return "PostgreSQL";
    }
}
