package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private RunnerFixture fixture;

    @BeforeEach
    void open() {
        fixture = RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
    }

    private static Limits limits(Duration wall, Duration cpu, long memory, int processes, long file, long output) {
        return RunnerFixture.limits(wall, cpu, memory, processes, file, output);
    }

    private static Limits wall(Duration wall) {
        return limits(wall, LONG, 512 * MIB, 200, 64 * MIB, MIB);
    }

    @Test
    void shouldKillASleeperAtTheWallClock() {
        CommandResult result = fixture.script(wall(Duration.ofSeconds(1)), "echo before; sleep 600");

        assertThat(result.killed()).contains(Kill.WALL_CLOCK);
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.stdout()).isEqualTo("before\n");
        assertThat(result.duration())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1).plus(LATE));
    }

    @Test
    void shouldKillChildrenThatLeftTheSessionAndIgnoreSignals() {
        CommandResult result = fixture.script(
                wall(Duration.ofSeconds(1)),
                "trap '' TERM INT HUP",
                "setsid sh -c 'trap \"\" TERM HUP; sleep 600.0613' &",
                "(setsid setsid sleep 600.0614 &) &",
                "sleep 600.0615");

        assertThat(result.killed()).contains(Kill.WALL_CLOCK);
        await().atMost(LATE)
                .until(() -> !RunnerFixture.lives("600.0613")
                        && !RunnerFixture.lives("600.0614")
                        && !RunnerFixture.lives("600.0615"));
    }

    @Test
    void shouldKillWhatACommandLeavesBehind() {
        CommandResult result =
                fixture.script("setsid sleep 600.0623 >/dev/null 2>&1 &", "nohup sleep 600.0624 &", "exit 0");

        assertThat(result.exitCode()).hasValue(0);
        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.0623") && !RunnerFixture.lives("600.0624"));
    }

    @Test
    void shouldKillWhatBurnsTheProcessor() {
        CommandResult result =
                fixture.script(limits(LONG, Duration.ofSeconds(1), 512 * MIB, 200, MIB, MIB), "while :; do :; done");

        assertThat(result.killed()).contains(Kill.CPU);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void shouldCountTheProcessorTimeOfManyShortProcesses() {
        CommandResult result = fixture.script(
                limits(LONG, Duration.ofSeconds(1), 512 * MIB, 200, MIB, MIB),
                "while :; do (i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done); done");

        assertThat(result.killed()).contains(Kill.CPU);
    }

    @Test
    void shouldKillByTheMemoryOfTheWholeTree() {
        CommandResult result = fixture.script(
                limits(LONG, LONG, 150 * MIB, 200, MIB, MIB),
                "for i in 1 2 3; do (head -c 80000000 /dev/zero | tail -c 80000000 | (sleep 20; cat) >/dev/null) & done; wait");

        assertThat(result.killed()).contains(Kill.MEMORY);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void shouldKillAForkBomb() {
        CommandResult result =
                fixture.script(limits(LONG, LONG, 512 * MIB, 60, MIB, MIB), "b() { b | b & }; b; sleep 600");

        assertThat(result.killed()).contains(Kill.PROCESSES);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void shouldStopAWriterAtTheFileSize() {
        Limits small = limits(LONG, LONG, 512 * MIB, 200, 2 * MIB, MIB);

        assertThat(fixture.script(small, "exec head -c 100000000 /dev/zero > big")
                        .killed())
                .contains(Kill.FILE_SIZE);
        assertThat(fixture.workspace.resolve("big")).hasSize(2 * MIB);
        CommandResult caught =
                fixture.script(small, "trap '' XFSZ; head -c 100000000 /dev/zero > big2 || echo went on; exit 1");
        assertThat(caught.killed()).contains(Kill.FILE_SIZE);
    }

    @Test
    void shouldNotTakeAnOldLargeFileForTheReason() {
        Limits small = limits(LONG, LONG, 512 * MIB, 200, 2 * MIB, MIB);
        fixture.script("head -c 3000000 /dev/zero > old; touch -d '1 hour ago' old");

        assertThat(fixture.script(small, "exit 1").exitCode()).hasValue(1);
    }

    @Test
    void shouldDrainEndlessOutputAndKeepHeadAndTail() {
        CommandResult result = fixture.script(
                limits(Duration.ofSeconds(1), LONG, 512 * MIB, 200, MIB, 10_000), "echo first; yes chatter");

        assertThat(result.killed()).contains(Kill.WALL_CLOCK);
        assertThat(result.truncated()).isTrue();
        assertThat(result.stdout())
                .startsWith("first\nchatter\n")
                .contains(" bytes dropped]\n")
                .hasSizeLessThan(10_100);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(1).plus(LATE));
    }

    @Test
    void shouldLetAChattyCommandEndByItself() {
        CommandResult result = fixture.script(
                limits(LONG, LONG, 512 * MIB, 200, MIB, 10_000), "head -c 20000000 /dev/zero | tr '\\0' x; echo last");

        assertThat(result.exitCode()).hasValue(0);
        assertThat(result.truncated()).isTrue();
        assertThat(result.stdout()).endsWith("xlast\n");
    }

    @Test
    void shouldKillTheTreeWhenCancelled() {
        CancelToken cancel = new CancelToken();
        fixture.file("script.sh", "sleep 600.0633 & sleep 600.0634");
        var running = CompletableFuture.supplyAsync(() -> fixture.run(fixture.request("sh", "script.sh"), cancel));
        await().atMost(LONG).until(() -> RunnerFixture.lives("600.0634"));

        cancel.cancel();

        var result = (CommandResult) running.join();
        assertThat(result.killed()).contains(Kill.CANCELLED);
        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.0633") && !RunnerFixture.lives("600.0634"));
    }

    @Test
    void shouldKillTheTreeInAFolderThatItsUserCannotReachWhenCancelled() throws IOException {
        Files.setPosixFilePermissions(fixture.folder, PosixFilePermissions.fromString("rwx------"));
        CancelToken cancel = new CancelToken();
        fixture.file("script.sh", "sleep 600.0635 & sleep 600.0636");
        var running = CompletableFuture.supplyAsync(() -> fixture.run(fixture.request("sh", "script.sh"), cancel));
        await().atMost(LONG).until(() -> RunnerFixture.lives("600.0636"));

        cancel.cancel();

        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.0635") && !RunnerFixture.lives("600.0636"));
        assertThat(((CommandResult) running.join()).killed()).contains(Kill.CANCELLED);
    }

    @Test
    void shouldNotStartWhatWasCancelledBefore() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        fixture.file("script.sh", "touch ran");

        var result = (CommandResult) fixture.run(fixture.request("sh", "script.sh"), cancel);

        assertThat(result.killed()).contains(Kill.CANCELLED);
        assertThat(fixture.workspace.resolve("ran")).doesNotExist();
        assertThat(fixture.audit).hasSize(2);
    }

    @Test
    void shouldKillTheTreeWhenItsThreadIsInterrupted() throws InterruptedException {
        fixture.file("script.sh", "sleep 600.0643");
        CompletableFuture<CommandResult> result = new CompletableFuture<>();
        Thread thread =
                new Thread(() -> result.complete((CommandResult) fixture.run(fixture.request("sh", "script.sh"))));
        thread.start();
        await().atMost(LONG).until(() -> RunnerFixture.lives("600.0643"));

        thread.interrupt();

        assertThat(result.join().killed()).contains(Kill.CANCELLED);
        thread.join();
        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.0643"));
    }
}
