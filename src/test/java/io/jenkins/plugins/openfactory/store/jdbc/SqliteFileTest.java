package io.jenkins.plugins.openfactory.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("store.db");
    }

    @Test
    void shouldKeepTheStoreFromOtherUsers() throws IOException {
        file = home.resolve("new/home/store.db");
        try (RunStore store = open()) {
            store.create(Rows.run("r1"));
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(permissions(file.resolveSibling("store.db-wal"))).isEqualTo("rw-------");
            assertThat(permissions(file.getParent())).isEqualTo("rwx------");
        }
        assertThat(file.resolveSibling("store.db.new")).doesNotExist();
    }

    @Test
    void shouldFindWhatWasWrittenBefore() {
        fill(20);
        try (RunStore store = open()) {
            assertThat(store.runs(100)).hasSize(20);
        }
    }

    @Test
    void shouldFlushEachCommitAndKeepAWriteAheadLog() {
        try (SqliteDatabase database = SqliteFile.open(file)) {
            long synchronous = database.write(session -> session.number("PRAGMA synchronous"));
            long foreignKeys = database.write(session -> session.number("PRAGMA foreign_keys"));
            Optional<String> journal =
                    database.write(session -> session.first("PRAGMA journal_mode", row -> row.text("journal_mode")));
            assertThat(synchronous).as("FULL").isEqualTo(2);
            assertThat(foreignKeys).isEqualTo(1);
            assertThat(journal).contains("wal");
        }
    }

    @Test
    void shouldFlushAgainAfterAWriteThatMayWait() {
        try (SqliteDatabase database = SqliteFile.open(file)) {
            long waiting = database.writeSoon(session -> session.number("PRAGMA synchronous"));
            long flushed = database.write(session -> session.number("PRAGMA synchronous"));
            assertThat(waiting).as("NORMAL").isEqualTo(1);
            assertThat(flushed).as("FULL").isEqualTo(2);
        }
    }

    @Test
    void shouldMakeTheStoreAgainWhereTheFirstTryWasCutShort() throws IOException {
        Files.write(home.resolve("store.db.new"), new byte[1234]);
        Files.write(home.resolve("store.db.new-wal"), new byte[1234]);
        fill(1);
        try (RunStore store = open()) {
            assertThat(store.runs(10)).hasSize(1);
        }
    }

    @Test
    void shouldRefuseATextFile() throws IOException {
        Files.writeString(file, "not a database, but long enough to hold a header of one hundred bytes. ".repeat(50));
        assertRefused("store_corrupt");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        Files.createFile(file);
        assertRefused("store_corrupt");
    }

    @Test
    void shouldRefuseAFileThatWasCutShort() throws IOException {
        fill(50);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() / 2);
        }
        assertRefused("store_corrupt");
    }

    @Test
    void shouldRefuseADamagedPage() throws IOException {
        fill(200);
        damage(Files.size(file) / 4096 / 2);
        assertRefused("store_corrupt");
    }

    @Test
    void shouldNoticeADamagedPageOfALargeStoreWhenItIsRead() throws IOException {
        fill(8000);
        assertThat(Files.size(file)).as("too large to be checked on opening").isGreaterThan(SqliteFile.CHECKED_ON_OPEN);
        long pages = Files.size(file) / 4096;
        for (long page = 100; page < pages; page += 3) {
            damage(page);
        }
        try (RunStore store = open()) {
            assertThat(store.check()).isPresent();
            WorldFault fault = catchThrowableOfType(WorldFault.class, () -> {
                for (int i = 0; i < 8000; i++) {
                    store.run("r" + i);
                }
            });
            assertThat(fault.code()).isEqualTo("store_corrupt");
            assertThat(fault).hasMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseTheDatabaseOfAnotherProgram() throws Exception {
        execute("CREATE TABLE invoices (id INTEGER)");
        assertRefused("store_corrupt");
    }

    @Test
    void shouldRefuseToBeginAnewBesideTheLogOfALostStore() throws IOException {
        Files.write(home.resolve("store.db-wal"), new byte[5000]);
        assertThat(refusal().code()).isEqualTo("store_corrupt");
        assertThat(file).doesNotExist();
        assertThat(Files.size(home.resolve("store.db-wal"))).isEqualTo(5000);
    }

    /** SQLite takes any log that lies beside a file for its own, and copies it into the file when that is closed. */
    @Test
    void shouldNotLetTheLogOfAnotherDatabaseIntoTheStore() throws Exception {
        fill(3);
        Path other = home.resolve("other.db");
        Path log = home.resolve("store.db-wal");
        try (Connection connection = SqliteDatabase.source(other).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE invoices (id INTEGER)");
            Files.copy(home.resolve("other.db-wal"), log);
        }
        String before = Sha256.hex(log);

        assertRefused("store_corrupt");

        assertThat(Sha256.hex(log)).as("the log is as it was").isEqualTo(before);
        Files.move(log, home.resolve("aside"));
        Files.deleteIfExists(home.resolve("store.db-shm"));
        try (RunStore store = open()) {
            assertThat(store.runs(10)).hasSize(3);
        }
    }

    @Test
    void shouldRefuseAStoreOfANewerProgramAndNameBothVersions() throws Exception {
        fill(1);
        execute("INSERT INTO openfactory_schema (version) VALUES (99)");
        assertRefused("store_newer");
        assertThat(refusal()).hasMessageContainingAll("version 99", "up to " + Stores.SCHEMA_VERSION, file.toString());
    }

    @Test
    void shouldRefuseAnAddressThatIsNoStores() {
        assertThatThrownBy(() -> Stores.open(
                        "jdbc:mysql://root:secret@db/x", Optional.empty(), Optional.empty(), Clock.systemUTC()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("jdbc:mysql:")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Stores.open(
                        "jdbc:postgresql://localhost:1/x", Optional.of("u"), Optional.of("secret"), Clock.systemUTC()))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("localhost:1/x")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldOpenInAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();
        fill(1);
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        try (RunStore store = open()) {
            assertThat(store.runs(10)).hasSize(1);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    /** As Jenkins loads plugins: apart from the class path, and a second time after an update. */
    @Test
    void shouldWorkFromAnotherClassLoader() throws Exception {
        fill(3);
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String element : path.split(File.pathSeparator)) {
            urls.add(Path.of(element).toUri().toURL());
        }
        try (URLClassLoader plugin =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> stores = plugin.loadClass(Stores.class.getName());
            assertThat(stores).isNotSameAs(Stores.class);
            Object store = stores.getMethod("embedded", Path.class, Clock.class).invoke(null, file, Clock.systemUTC());
            Class<?> port = plugin.loadClass(RunStore.class.getName());
            assertThat((List<?>) port.getMethod("runs", int.class).invoke(store, 10))
                    .hasSize(3);
            port.getMethod("close").invoke(store);
        }
    }

    @Test
    void shouldLeaveTheLoadersPropertyAlone() {
        fill(1);
        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.startsWith("org.sqlite."));
    }

    @Test
    void shouldNotDeadlockWhereAChangeCallsTheStore() {
        try (RunStore store = open()) {
            store.create(Rows.run("r1"));
            assertThatThrownBy(() -> store.update("r1", run -> {
                        store.saveDocument("r1", "d", "{}");
                        return run;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not call the store");
            store.saveDocument("r1", "d", "{}");
        }
    }

    private void assertRefused(String code) throws IOException {
        String before = Sha256.hex(file);
        WorldFault fault = refusal();
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault).hasMessageContaining(file.toString());
        assertThat(Sha256.hex(file)).as("the file is as it was").isEqualTo(before);
    }

    private WorldFault refusal() {
        return catchThrowableOfType(WorldFault.class, this::open);
    }

    private RunStore open() {
        return Stores.embedded(file, Clock.systemUTC());
    }

    private void fill(int runs) {
        SqliteDatabase database = SqliteFile.open(file);
        database.write(session -> {
            for (int i = 0; i < runs; i++) {
                RunTables.create(session, Rows.run("r" + i));
            }
            return runs;
        });
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = SqliteDatabase.source(file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void damage(long page) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(page * 4096);
            damaged.write(new byte[4096]);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
