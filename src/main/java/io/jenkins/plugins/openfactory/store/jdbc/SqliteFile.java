package io.jenkins.plugins.openfactory.store.jdbc;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens a SQLite store: makes it, refuses it or migrates it, one process at a time. A new store is made under another
 * name and renamed when complete, so that an empty or headless file is never taken for a new one.
 */
final class SqliteFile {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    /** Up to this size a full check on opening takes a few milliseconds. */
    static final long CHECKED_ON_OPEN = 4 << 20;

    private final Path file;
    private final SqliteDialect dialect;

    private SqliteFile(Path file) {
        this.file = file;
        this.dialect = new SqliteDialect(file);
    }

    /** Opens the store, which is made first where there is none. */
    static SqliteDatabase open(Path file) {
        return new SqliteFile(file.toAbsolutePath()).open();
    }

    private SqliteDatabase open() {
        prepareFolder();
        boolean interrupted = false;
        ONE_AT_A_TIME.lock();
        try {
            while (true) {
                // An interrupt would close the lock file's channel; it is put off until the store is open.
                interrupted |= Thread.interrupted();
                try {
                    SqliteLibrary.load(file.resolveSibling("native"));
                    return locked();
                } catch (ClosedByInterruptException | FileLockInterruptionException e) {
                    interrupted = true;
                }
            }
        } catch (IOException e) {
            throw dialect.fault(e);
        } catch (SQLException e) {
            throw dialect.fault(e);
        } finally {
            ONE_AT_A_TIME.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private SqliteDatabase locked() throws IOException, SQLException {
        try (FileChannel channel =
                        FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + beside(".lock") + " was lost");
            }
            if (!Files.exists(file)) {
                make();
            }
            if (Files.size(file) == 0) {
                throw SqliteDialect.corrupt(file, "it is empty", null);
            }
            int version = examine();
            Session session = new Session(SqliteDatabase.source(file).getConnection(), dialect);
            try {
                bringForward(session, version);
                return new SqliteDatabase(file, session);
            } catch (SQLException | RuntimeException e) {
                session.close();
                throw e;
            }
        }
    }

    private void prepareFolder() {
        Path folder = file.getParent();
        try {
            OwnerOnly.makeFolder(folder);
        } catch (IOException e) {
            throw SqliteDialect.readOnly(file, e);
        }
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            throw SqliteDialect.readOnly(file, null);
        }
    }

    private void make() throws IOException, SQLException {
        if (Files.exists(beside("-wal")) && Files.size(beside("-wal")) > 0) {
            throw SqliteDialect.corrupt(file, "it is missing, but its log " + beside("-wal") + " is there", null);
        }
        Path fresh = beside(".new");
        for (String suffix : new String[] {".new", ".new-wal", ".new-shm", ".new-journal"}) {
            Files.deleteIfExists(beside(suffix));
        }
        // SQLite gives its log and index files the permissions of the store.
        OwnerOnly.makeFile(fresh);
        try (Session session = new Session(SqliteDatabase.source(fresh).getConnection(), dialect)) {
            session.execute("PRAGMA journal_mode=WAL");
            session.execute("BEGIN IMMEDIATE");
            Schema.migrate(session, file.toString());
            session.execute("COMMIT");
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.flushFolder(file.getParent());
    }

    /**
     * Looks at the file without a chance to write it: a connection that may write copies a log beside it into the file when
     * it closes, and the log may be another database's.
     */
    private int examine() throws IOException, SQLException {
        try (Session session = new Session(SqliteDatabase.readOnly(file).getConnection(), dialect)) {
            int version = Schema.version(session, file.toString());
            if (version == 0) {
                throw SqliteDialect.corrupt(file, "it is not a store of OpenFactory", null);
            }
            if (Files.size(file) <= CHECKED_ON_OPEN) {
                String found = session.first("PRAGMA quick_check(1)", row -> row.text("quick_check"))
                        .orElse("nothing to read");
                if (!found.equals("ok")) {
                    throw SqliteDialect.corrupt(file, found, null);
                }
            }
            return version;
        }
    }

    private void bringForward(Session session, int version) throws SQLException {
        session.execute("PRAGMA journal_mode=WAL");
        if (version < Schema.VERSION) {
            session.execute("BEGIN IMMEDIATE");
            Schema.migrate(session, file.toString());
            session.execute("COMMIT");
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
