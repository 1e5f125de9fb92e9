package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import io.jenkins.plugins.openfactory.store.StorePlace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Opens run stores. Opening makes the tables of a new store and migrates those of an older program. Faults are
 * {@link io.jenkins.plugins.openfactory.run.WorldFault}s: {@code store_corrupt}, {@code store_newer},
 * {@code store_read_only}, {@code store_full} or {@code store_failed}. Stateless, so safe for any thread.
 */
public final class Stores {
    /** The version of the tables that this program writes. */
    public static final int SCHEMA_VERSION = Schema.VERSION;

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private Stores() {}

    /**
     * Opens the embedded store, and makes it where there is none.
     *
     * @param file {@code store.db} in the factory's home
     * @param clock what {@code updatedAt} is read from
     */
    public static RunStore embedded(Path file, Clock clock) {
        return new JdbcRunStore(SqliteFile.open(file), clock, "");
    }

    /**
     * Opens the store of a home: the one that its {@code store.json} names, else its own {@code store.db}.
     *
     * @throws UserError if what {@code store.json} says can't be used
     */
    public static RunStore of(FactoryHome home, Clock clock) {
        return StoreAddress.of(home)
                .map(address -> open(address, StorePlace.of(home), clock))
                .orElseGet(() -> embedded(home.store(), clock));
    }

    /**
     * Opens the store with a JDBC URL: {@code jdbc:sqlite:/path/store.db} or
     * {@code jdbc:postgresql://host:5432/database}.
     *
     * @param user of the server, where the URL doesn't name one
     * @param password of that user
     * @throws UserError if the URL is neither
     */
    public static RunStore open(String url, Optional<String> user, Optional<String> password, Clock clock) {
        return open(url, user, password, "", clock);
    }

    /**
     * Opens a store at an address, for the factory's home of that name.
     *
     * @param place which home the runs that are made in it belong to; see {@link StorePlace}
     */
    public static RunStore open(StoreAddress address, String place, Clock clock) {
        return open(address.url(), address.user(), address.password(), place, clock);
    }

    /**
     * Opens a store at an address with a password that the caller keeps.
     *
     * @param place which home the runs that are made in it belong to; see {@link StorePlace}
     * @throws UserError if the URL is of no store that we know
     */
    public static RunStore open(
            String url, Optional<String> user, Optional<String> password, String place, Clock clock) {
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return embedded(Path.of(url.substring(SQLITE.length())), clock);
        }
        if (url.startsWith(POSTGRESQL)) {
            return new JdbcRunStore(PostgresDatabase.open(url, user, password), clock, place);
        }
        String kind = url.replaceAll("[/?@].*", "…");
        throw new UserError("'" + kind
                + "' is no store's address; write jdbc:sqlite:/path/store.db or jdbc:postgresql://host:5432/database");
    }
}
