package io.jenkins.plugins.openfactory.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL through a pool of connections; each write is a transaction of its own. */
final class PostgresDatabase implements Database {
    private static final int CONNECTIONS = 8;
    private static final int TRIES = 4;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Dialect dialect;
    private final HikariDataSource pool;

    private PostgresDatabase(Dialect dialect, HikariDataSource pool) {
        this.dialect = dialect;
        this.pool = pool;
    }

    /** Connects, and brings the tables to this program's version. */
    static PostgresDatabase open(String url, Optional<String> user, Optional<String> password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setURL(url);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "the store's address is no PostgreSQL URL; write it as jdbc:postgresql://host:5432/database", e);
        }
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        String place = place(source);
        Dialect dialect = new PostgresDialect(place);
        PostgresDatabase database = new PostgresDatabase(dialect, pool(source, dialect));
        try {
            database.write(session -> {
                session.serialize("schema");
                return Schema.migrate(session, place);
            });
            return database;
        } catch (WorldFault e) {
            database.close();
            throw e;
        }
    }

    private static String place(PGSimpleDataSource source) {
        return IntStream.range(0, source.getServerNames().length)
                        .mapToObj(i -> source.getServerNames()[i] + ":" + source.getPortNumbers()[i])
                        .collect(Collectors.joining(","))
                + "/" + source.getDatabaseName();
    }

    private static HikariDataSource pool(PGSimpleDataSource source, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("openfactory-store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        // What returns is on disk, whatever the server's default is.
        config.setConnectionInitSql("SET synchronous_commit TO on");
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw dialect.fault(
                    e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getMessage(), e));
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return tried(work);
    }

    /** PostgreSQL's log is written in order, so flushing it later flushes this too (its manual, asynchronous commit). */
    @Override
    public <T> T writeSoon(Work<T> work) {
        return tried(session -> {
            session.execute("SET LOCAL synchronous_commit TO off");
            return work.run(session);
        });
    }

    private <T> T tried(Work<T> work) {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return once(work);
            } catch (SQLException e) {
                last = e;
                if (!PostgresDialect.isPassing(e)) {
                    break;
                }
            }
        }
        throw dialect.translate(last);
    }

    @Override
    public <T> T read(Work<T> work) {
        try (Session session = new Session(pool.getConnection(), dialect)) {
            return work.run(session);
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    @Override
    public Optional<String> check() {
        try {
            read(session -> session.number("SELECT COUNT(*) FROM runs"));
            return Optional.empty();
        } catch (WorldFault e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Session session = new Session(pool.getConnection(), dialect)) {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            try {
                T value = work.run(session);
                connection.commit();
                return value;
            } catch (SQLException | RuntimeException | Error e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
