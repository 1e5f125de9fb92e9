package io.jenkins.plugins.openfactory.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite's native library from a file that nobody else can write. The driver by itself unpacks a copy for each
 * process into the shared temporary folder and leaves it there when killed; here one copy stays, and is enough to open a
 * store on a full disk.
 */
final class SqliteLibrary {
    private static final Map<String, String> LINUX_FOLDERS = Map.of("amd64", "x86_64", "aarch64", "aarch64");
    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Loads it once per class loader; later calls do nothing.
     *
     * @param folder made for this user alone where it isn't there
     * @throws IOException if it can't be unpacked or loaded
     */
    static synchronized void load(Path folder) throws IOException {
        if (loaded) {
            return;
        }
        OwnerOnly.makeFolder(folder);
        Properties wanted = new Properties();
        unpack(folder).ifPresent(library -> {
            wanted.setProperty("org.sqlite.lib.path", folder.toString());
            wanted.setProperty("org.sqlite.lib.name", library.getFileName().toString());
        });
        // Where the driver unpacks a copy if another class loader of this process has loaded that file already.
        wanted.setProperty("org.sqlite.tmpdir", folder.toString());
        Properties before = exchange(wanted, new Properties());
        try {
            SQLiteJDBCLoader.initialize();
            loaded = true;
        } catch (Exception | UnsatisfiedLinkError e) {
            throw new IOException(
                    "SQLite's native library can't be loaded from " + folder
                            + ", which must be writable and not mounted with noexec: " + e.getMessage(),
                    e);
        } finally {
            exchange(before, wanted);
        }
    }

    /** The library as a file, renamed into place when complete; empty where the driver has none for this platform. */
    private static Optional<Path> unpack(Path folder) throws IOException {
        String resource = resource();
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            Path library = folder.resolve(SQLiteJDBCLoader.getVersion() + "-" + name);
            if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), content)) {
                Path partial = Files.createTempFile(folder, name, ".partial");
                try {
                    Files.write(partial, content);
                    Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(partial);
                }
            }
            return Optional.of(library);
        }
    }

    /**
     * Where the driver's jar has the library for this platform. The driver finds that out by starting other programs,
     * which takes longer than all the rest, so the common platforms are told apart here.
     */
    private static String resource() {
        String folder = LINUX_FOLDERS.get(System.getProperty("os.arch"));
        return System.getProperty("os.name").equals("Linux") && folder != null && !hasMusl(folder)
                ? "/org/sqlite/native/Linux/" + folder + "/libsqlitejdbc.so"
                : LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    }

    private static boolean hasMusl(String architecture) {
        return Files.exists(Path.of("/lib/ld-musl-" + architecture + ".so.1"));
    }

    /** Sets the one system properties and unsets the others; gives back what was set before. */
    private static Properties exchange(Properties wanted, Properties unwanted) {
        Properties before = new Properties();
        unwanted.stringPropertyNames().forEach(System::clearProperty);
        for (String name : wanted.stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                before.setProperty(name, value);
            }
            System.setProperty(name, wanted.getProperty(name));
        }
        return before;
    }
}
