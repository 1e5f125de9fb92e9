package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteJDBCLoader;

/** Loads SQLite's native library from a folder that nobody else can write to, instead of the shared temporary one. */
final class SqliteLibrary {
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";
    private static final Duration STALE = Duration.ofHours(1);

    private SqliteLibrary() {}

    /** Loads it once per class loader; later calls do nothing. */
    static synchronized void load(Path folder) {
        String before = System.getProperty(FOLDER_PROPERTY);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            removeStale(folder);
            System.setProperty(FOLDER_PROPERTY, folder.toString());
            SQLiteJDBCLoader.initialize();
        } catch (Exception | UnsatisfiedLinkError e) {
            throw new WorldFault(
                    "store_failed",
                    "SQLite's native library can't be unpacked and loaded in " + folder + " (" + e.getMessage()
                            + "); that folder must be writable and not mounted with noexec",
                    e);
        } finally {
            if (before == null) {
                System.clearProperty(FOLDER_PROPERTY);
            } else {
                System.setProperty(FOLDER_PROPERTY, before);
            }
        }
    }

    /** A killed process leaves its copy behind. A live one doesn't need its file any more once it is loaded. */
    private static void removeStale(Path folder) throws IOException {
        Instant bound = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(bound)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
