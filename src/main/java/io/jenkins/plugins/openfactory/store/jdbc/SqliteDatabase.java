package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in WAL mode with synchronous=FULL: one writer connection behind a group commit, a few readers that never wait
 * for it. Several processes may have the same file open. A file in use is only ever touched through SQLite: closing any
 * other descriptor of it would drop this process' locks (sqlite.org/howtocorrupt.html, section 2.2).
 */
final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 30_000;

    private final SqliteDialect dialect;
    private final SQLiteDataSource readerSource;
    private final GroupCommit commits;
    private final Semaphore readerPermits = new Semaphore(READERS);
    private final ConcurrentLinkedDeque<Session> idleReaders = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * Serves a file; see {@link SqliteFile}.
     *
     * @param writer a connection to it, whose tables are of this program's version
     */
    SqliteDatabase(Path file, Session writer) {
        dialect = new SqliteDialect(file);
        readerSource = source(file);
        commits = new GroupCommit(writer);
    }

    /** Where connections to a file come from, without the driver manager, which other class loaders confuse. */
    static SQLiteDataSource source(Path file) {
        return source(file, false);
    }

    /** The same, for connections that can't change the file. */
    static SQLiteDataSource readOnly(Path file) {
        return source(file, true);
    }

    private static SQLiteDataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public <T> T write(Work<T> work) {
        return write(work, true);
    }

    /** SQLite's log is written in order, so flushing it later flushes this too (sqlite.org/pragma.html, synchronous). */
    @Override
    public <T> T writeSoon(Work<T> work) {
        return write(work, false);
    }

    private <T> T write(Work<T> work, boolean flushed) {
        requireOpen();
        try {
            return commits.run(work, flushed);
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    /** See {@link GroupCommit#waiting}. */
    int waiting() {
        return commits.waiting();
    }

    @Override
    public <T> T read(Work<T> work) {
        requireOpen();
        readerPermits.acquireUninterruptibly();
        try {
            requireOpen();
            Session reader = idleReaders.poll();
            if (reader == null) {
                reader = new Session(readerSource.getConnection(), dialect);
                reader.execute("PRAGMA query_only=ON");
            }
            try {
                return work.run(reader);
            } finally {
                giveBack(reader);
            }
        } catch (SQLException e) {
            throw dialect.translate(e);
        } finally {
            readerPermits.release();
        }
    }

    @Override
    public Optional<String> check() {
        try {
            return read(session -> session.first("PRAGMA quick_check(1)", row -> row.text("quick_check")))
                    .filter(word -> !word.equals("ok"));
        } catch (WorldFault e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        readerPermits.acquireUninterruptibly(READERS);
        try {
            for (Session reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
                reader.close();
            }
            commits.close();
        } catch (SQLException e) {
            throw dialect.translate(e);
        } finally {
            readerPermits.release(READERS);
        }
    }

    private void giveBack(Session reader) throws SQLException {
        if (closed) {
            reader.close();
        } else {
            idleReaders.push(reader);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
