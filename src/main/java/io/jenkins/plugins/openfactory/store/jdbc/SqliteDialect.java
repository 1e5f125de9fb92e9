package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: the one writer's transactions are serial by nature. Result codes: sqlite.org/rescode.html. */
final class SqliteDialect implements Dialect {
    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    @Override
    public String id() {
        return "sqlite";
    }

    @Override
    public void serialize(Session session, String thing) {
        // BEGIN IMMEDIATE did.
    }

    @Override
    public void share(Session session, String thing) {
        // BEGIN IMMEDIATE did more.
    }

    @Override
    public Optional<Instant> now(Session session) {
        return Optional.empty();
    }

    @Override
    public boolean hasTable(Session session, String name) throws SQLException {
        return session.number("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", name) > 0;
    }

    @Override
    public boolean isMissingReference(SQLException error) {
        return error instanceof SQLiteException e && e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY;
    }

    @Override
    public WorldFault fault(SQLException error) {
        return switch (SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff)) {
            case SQLITE_FULL -> full(error);
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> readOnly(file, error);
            case SQLITE_NOTADB -> corrupt(file, "it is not a SQLite file", error);
            case SQLITE_CORRUPT -> corrupt(file, "SQLite can't read its pages", error);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new WorldFault(
                        "store_failed",
                        "the store " + file + " is kept locked by another process; find it with 'fuser " + file
                                + "' and end it, then try again",
                        error);
            case SQLITE_IOERR, SQLITE_CANTOPEN -> noSpaceLeft() ? full(error) : failed(file, error);
            default -> failed(file, error);
        };
    }

    /** The fault that a failure of the file system means. */
    WorldFault fault(IOException error) {
        return noSpaceLeft() ? full(error) : failed(file, error);
    }

    static WorldFault readOnly(Path place, Throwable cause) {
        return new WorldFault(
                "store_read_only",
                "the store " + place + " can't be written; give this user write access to its folder, or use another"
                        + " home",
                cause);
    }

    static WorldFault corrupt(Path place, String what, Throwable cause) {
        return new WorldFault(
                "store_corrupt",
                "the store " + place + " is damaged (" + what.strip().replaceAll("\\s*\n\\s*", " ")
                        + ") and was left as it is; restore it from a backup, or begin with an empty one:"
                        + " 'factory doctor --fix --home "
                        + place.toAbsolutePath().getParent() + "' sets it aside",
                cause);
    }

    private static WorldFault failed(Path place, Throwable cause) {
        return new WorldFault(
                "store_failed",
                "the store " + place + " failed (" + cause.getMessage() + "); look after its disk and try again",
                cause);
    }

    private WorldFault full(Throwable cause) {
        return new WorldFault(
                "store_full",
                "the store " + file
                        + " can't grow because its disk is full; free some space there, then let the run go on",
                cause);
    }

    private boolean noSpaceLeft() {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && folder.toFile().exists() && folder.toFile().getUsableSpace() < (1 << 20);
    }
}
