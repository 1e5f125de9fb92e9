package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;

/** Opens run stores. Stateless, so safe for any thread. */
public final class Stores {
    private Stores() {}

    /**
     * Opens the embedded store, and makes it where there is none.
     *
     * @param file {@code store.db} in the factory's home
     * @param clock what {@code updatedAt} is read from
     * @throws io.jenkins.plugins.openfactory.run.WorldFault {@code store_corrupt}, {@code store_newer},
     *     {@code store_read_only}, {@code store_full} or {@code store_failed}
     */
    public static RunStore embedded(Path file, Clock clock) {
        return new JdbcRunStore(SqliteFile.open(file), clock);
    }
}
