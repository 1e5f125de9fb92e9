package io.jenkins.plugins.openfactory.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks and homes that can't be written. */
class SqliteTroubleTest {
    @TempDir
    Path folder;

    private Path mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            run("umount", mounted.toString());
        }
    }

    @Test
    void shouldStayConsistentWhereTheStoreMayNotGrow() {
        Path file = folder.resolve("store.db");
        SqliteDatabase database = SqliteFile.open(file);
        try (RunStore store = new JdbcRunStore(database, Clock.systemUTC(), "")) {
            store.create(Rows.run("r1"));
            database.<Long>write(
                    session -> session.number("PRAGMA max_page_count=" + (session.number("PRAGMA page_count") + 20)));
            int recorded = fillUp(store);
            assertThat(recorded).isPositive();
            Rows.assertConsistent(store, "r1");

            database.<Long>write(session -> session.number("PRAGMA max_page_count=1000000"));
            record(store, recorded);
            Rows.assertConsistent(store, "r1");
        }
    }

    @Test
    void shouldStayConsistentOnAFullDisk() throws Exception {
        mount("size=4m");
        Path file = mounted.resolve("store.db");
        int recorded;
        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            store.create(Rows.run("r1"));
            recorded = fillUp(store);
            assertThat(recorded).isPositive();
            Rows.assertConsistent(store, "r1");
        }
        run("mount", "-o", "remount,size=32m", mounted.toString());
        try (RunStore store = Stores.embedded(file, Clock.systemUTC())) {
            record(store, recorded);
            Rows.assertConsistent(store, "r1");
        }
    }

    @Test
    void shouldRefuseAHomeOnAReadOnlyDisk() throws Exception {
        mount("size=16m");
        Path file = mounted.resolve("store.db");
        Stores.embedded(file, Clock.systemUTC()).close();
        run("mount", "-o", "remount,ro", mounted.toString());
        assertReadOnly(file);
        assertReadOnly(mounted.resolve("fresh/store.db"));
    }

    @Test
    void shouldRefuseAHomeThatThisUserMayNotWrite() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(home), "this user (root) may write everywhere");
        assertReadOnly(home.resolve("store.db"));
    }

    private static void assertReadOnly(Path file) {
        WorldFault fault = catchThrowableOfType(WorldFault.class, () -> Stores.embedded(file, Clock.systemUTC()));
        assertThat(fault.code()).isEqualTo("store_read_only");
        assertThat(fault).hasMessageContaining(file.toString());
    }

    /** Records until the store is full; how much went in. */
    private static int fillUp(RunStore store) {
        for (int i = 0; ; i++) {
            try {
                record(store, i);
            } catch (WorldFault e) {
                assertThat(e.code()).isEqualTo("store_full");
                return i;
            }
        }
    }

    private static void record(RunStore store, int i) {
        String key = "k" + i;
        store.intend(Rows.intent("r1", key));
        store.complete(
                "r1",
                key,
                "\"" + "x".repeat(3000) + "\"",
                "",
                Rows.NOW,
                Optional.of(Rows.exchange("r1", key)),
                Optional.of(Rows.ledger("r1", key, 15, 0.25, true)));
    }

    private void mount(String options) throws Exception {
        Path place = Files.createDirectory(folder.resolve("mounted"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()) == 0,
                "mount can't make a small disk here: it needs root and leave to mount");
        mounted = place;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    }
}
