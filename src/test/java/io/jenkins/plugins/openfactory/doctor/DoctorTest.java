package io.jenkins.plugins.openfactory.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.doctor.Doctor.Examined;
import io.jenkins.plugins.openfactory.doctor.Finding.Severity;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path root;

    private FactoryHome home;
    private RunStore store;

    @BeforeEach
    void open() throws IOException {
        root = root.toRealPath();
        home = new FactoryHome(root, root.resolve("workspaces"));
        store = Stores.embedded(home.store(), CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldTellAFaultAsAFindingAndGoOn() {
        Doctor doctor = new Doctor(List.of(
                Doctor.check("git", () -> {
                    throw new UserError("there is no git; install it");
                }),
                MachineChecks.java()));

        assertThat(doctor.examine()).extracting(Finding::severity).containsExactly(Severity.FAILURE, Severity.OK);
        JsonNode told = Doctor.document(doctor.fix()).get(0);
        assertThat(told.path("text").asText()).isEqualTo("There is no git.");
        assertThat(told.path("mend").asText()).isEqualTo("Install it.");
    }

    @Test
    void shouldSetADamagedStoreAsideAndChangeNothingInIt() throws IOException {
        store.create(Rows.run("r1"));
        store.close();
        byte[] bytes = Files.readAllBytes(home.store());
        for (int i = 4096; i < 3 * 4096; i++) {
            bytes[i] = (byte) 0xa5;
        }
        Files.write(home.store(), bytes);
        StoreCheck check = new StoreCheck(this::damage, Optional.of(home.store()), CLOCK);

        Finding found = new Doctor(List.of(check)).examine().get(0);
        assertThat(found.failed()).isTrue();
        assertThat(found.text()).contains(home.store().toString()).contains("damaged");
        assertThat(found.mend()).contains("--fix").contains("backup");
        assertThat(Files.readAllBytes(home.store())).isEqualTo(bytes);

        Examined mended = new Doctor(List.of(check)).fix().get(0);
        assertThat(mended.finding().severity()).isEqualTo(Severity.OK);
        Path aside = root.resolve("store.db.damaged-20261122-120000");
        assertThat(mended.done()).get().asString().contains(aside.toString());
        assertThat(Files.readAllBytes(aside)).isEqualTo(bytes);
    }

    @Test
    void shouldNotSetAStoreAsideThatAProcessHasOpen() {
        StoreCheck check = new StoreCheck(() -> Optional.of("page 3 is lost"), Optional.of(home.store()), CLOCK);

        Examined examined = new Doctor(List.of(check)).fix().get(0);

        assertThat(examined.done())
                .get()
                .asString()
                .contains("process " + ProcessHandle.current().pid());
        assertThat(home.store()).exists();
    }

    private Optional<String> damage() {
        try (RunStore opened = Stores.embedded(home.store(), CLOCK)) {
            return opened.check();
        }
    }

    @Test
    void shouldNameARunWhoseProcessIsGoneAndAStageThatStandsStill() {
        running("left");
        running("still");
        try (RunClaim claim = RunClaim.take(store, home, "still", new CancelToken())) {
            assertThat(claim).isNotNull();
            Clock later = Clock.fixed(NOW.plus(Duration.ofHours(1)), ZoneOffset.UTC);
            assertThat(new RunWatch(store, home, CLOCK, RunWatch.PATIENCE).troubles())
                    .extracting(RunWatch.Trouble::runId)
                    .containsExactly("left");

            RunWatch watch = new RunWatch(store, home, later, RunWatch.PATIENCE);
            assertThat(watch.troubles())
                    .extracting(RunWatch.Trouble::text)
                    .containsExactly(
                            "Run left was left in Implementation by its process at " + NOW + ".",
                            "The stage Implementation of run still stands still since " + NOW + ".");
            assertThat(watch.look().severity()).isEqualTo(Severity.WARNING);
            assertThat(watch.look().mend()).contains("factory resume left");
        }
    }

    private void running(String run) {
        store.create(Rows.run(run));
        store.update(run, row -> row.withState(JobState.RUNNING));
        store.saveStage(
                run,
                new StageRow(StageId.IMPLEMENT_LOOP, StageState.RUNNING, 1, Optional.of(NOW), Optional.empty(), ""));
    }

    @Test
    void shouldDeleteWorkingTreesThatNothingWillUseAgain() throws IOException {
        running("working");
        running("done");
        store.update("done", row -> row.withState(JobState.DONE));
        for (String run : List.of("working", "done", "unknown", "new")) {
            Files.createDirectories(home.workspaces(run).resolve("0001"));
        }
        Files.setLastModifiedTime(home.workspaces("unknown"), FileTime.from(NOW.minus(Duration.ofDays(8))));
        Files.setLastModifiedTime(home.workspaces("new"), FileTime.from(NOW));
        WorktreesCheck check = new WorktreesCheck(store, home, CLOCK);

        assertThat(check.look().text()).startsWith("2 working trees");
        Examined mended = new Doctor(List.of(check)).fix().get(0);

        assertThat(mended.finding().severity()).isEqualTo(Severity.OK);
        try (Stream<Path> left = Files.list(home.workspaces())) {
            assertThat(left)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("working", "new");
        }
    }

    @Test
    void shouldEndProcessesOfARunThatNobodyWorksOn() throws IOException {
        running("left");
        running("held");
        Process orphan = sleep("left");
        Process busy = sleep("held");
        try (RunClaim claim = RunClaim.take(store, home, "held", new CancelToken())) {
            assertThat(claim).isNotNull();
            ProcessesCheck check = new ProcessesCheck(store, home);
            await().until(() -> check.look().severity() == Severity.WARNING);
            assertThat(check.look().text()).contains(orphan.pid() + " of run left");

            new Doctor(List.of(check)).fix();

            await().until(() -> !orphan.isAlive());
            assertThat(busy.isAlive()).isTrue();
            await().until(() -> check.look().severity() == Severity.OK);
        } finally {
            busy.destroyForcibly();
            orphan.destroyForcibly();
        }
    }

    private Process sleep(String run) throws IOException {
        Path tree = Files.createDirectories(home.workspaces(run).resolve("0001"));
        return new ProcessBuilder("sleep", "60").directory(tree.toFile()).start();
    }

    @Test
    void shouldNameTheRecordAndTheArtifactThatASecretStandsIn() throws IOException {
        String secret = "s3cr3t-" + "value-of-a-test";
        SecretsCheck check = new SecretsCheck(() -> Set.of(secret), store, home);
        store.create(Rows.run("r1"));
        store.intend(Rows.intent("r1", "clean"));
        assertThat(check.look().severity()).isEqualTo(Severity.OK);

        Files.createDirectories(home.artifacts("r1"));
        Files.writeString(home.artifacts("r1").resolve("log.txt"), "token=" + secret);
        assertThat(check.look().failed()).isTrue();
        assertThat(check.look().text()).contains("log.txt of run r1").doesNotContain(secret);

        store.complete("r1", "clean", "{\"a\":\"" + secret + "\"}", "", NOW, Optional.empty(), Optional.empty());
        assertThat(check.look().text()).contains("the record clean of run r1").contains("1 more");
    }

    @Test
    void shouldNoticeAClockThatIsBehindTheRecord() {
        store.create(Rows.run("r1", NOW));
        assertThat(MachineChecks.clock(store, CLOCK).look().severity()).isEqualTo(Severity.OK);

        Clock behind = Clock.fixed(NOW.minus(Duration.ofDays(1)), ZoneOffset.UTC);
        assertThat(MachineChecks.clock(store, behind).look().failed()).isTrue();
    }
}
