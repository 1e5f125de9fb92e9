package io.jenkins.plugins.openfactory.store.jdbc;

import java.sql.SQLException;
import java.util.Optional;

/** Transactions on one database. Safe for any thread. Faults are {@link io.jenkins.plugins.openfactory.run.WorldFault}s. */
interface Database extends AutoCloseable {
    /**
     * Runs work in a transaction and returns when it is durable; whatever the work throws undoes it all. The work may be
     * run again where its transaction failed, may run in another thread, and must not call the database itself.
     */
    <T> T write(Work<T> work);

    /**
     * As {@link #write}, but returns before it is durable: the next {@link #write} makes it so together with itself, and
     * never becomes durable without it.
     */
    <T> T writeSoon(Work<T> work);

    /** Runs queries. */
    <T> T read(Work<T> work);

    /** Reads everything there is; what is damaged, empty if nothing is. */
    Optional<String> check();

    @Override
    void close();

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }
}
