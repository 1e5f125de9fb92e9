package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What differs between the databases; every statement but these is the same text for all of them. */
interface Dialect {
    /** What the database is called in names of files. */
    String id();

    /** See {@link Session#serialize}. */
    void serialize(Session session, String thing) throws SQLException;

    /** As {@link #serialize}, but only apart from those who do not share the thing. */
    void share(Session session, String thing) throws SQLException;

    /** What the database's own clock says; empty where it has none but the machine's. */
    Optional<Instant> now(Session session) throws SQLException;

    /** The fault that a database error means, with the place and the mend in its message. */
    WorldFault fault(SQLException error);

    /** Whether the error says that a row that was referred to is not there. */
    boolean isMissingReference(SQLException error);

    /** What to throw for a database error. */
    default RuntimeException translate(SQLException error) {
        return isMissingReference(error)
                ? new IllegalStateException("the store has no such run, effect or pull request", error)
                : fault(error);
    }

    /** Whether the store has a table of this name. */
    boolean hasTable(Session session, String name) throws SQLException;
}
