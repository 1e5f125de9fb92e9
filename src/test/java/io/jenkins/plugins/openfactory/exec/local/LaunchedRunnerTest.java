package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that somebody else's launcher starts, with real processes and a real sandbox. */
class LaunchedRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private ProcessShell shell;
    private RunnerFixture fixture;

    @BeforeEach
    void open() {
        RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
        shell = new ProcessShell(folder.resolve("shell"));
        fixture = RunnerFixture.launched(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS), shell);
        assertThat(fixture.runner.sandbox().tier())
                .as(fixture.runner.sandbox().toString())
                .isEqualTo(Tier.FULL);
    }

    private static Limits limits(Duration wall, Duration cpu, long memory, int processes) {
        return RunnerFixture.limits(wall, cpu, memory, processes, 64 * MIB, MIB);
    }

    @Test
    void shouldRunInTheSandboxOfThatSystem() {
        CommandResult result = fixture.script(
                "pwd; cat /proc/self/environ | tr '\\0' '\\n' | grep -v TOKEN | sort; echo oops >&2; ls /root /var 2>/dev/null; exit 3");

        assertThat(result.tier()).isEqualTo(Tier.FULL);
        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.stderr()).isEqualTo("oops\n");
        assertThat(result.stdout()).startsWith("/workspace\n").contains("HOME=/home/build\n", "TMPDIR=/tmp\n");
        assertThat(result.stdout()).doesNotContain("HUDSON", "USER=", folder.toString());
        assertThat(fixture.audit).hasSize(2);
        assertThat(fixture.audit.get(0).path("binarySha256").asText()).hasSize(64);
        assertThat(fixture.audit.get(0).path("profile").asText()).isEqualTo("bubblewrap-1-launched");
        assertThat(folder.resolve("shell/commands")).isEmptyDirectory();
    }

    @Test
    void shouldWriteTheWorkspaceAndNothingElse() throws IOException {
        CommandResult result = fixture.script("echo made > made.txt; echo x > /usr/x || exit 7");

        assertThat(result.exitCode()).hasValue(7);
        assertThat(Files.readString(fixture.workspace.resolve("made.txt"))).isEqualTo("made\n");
    }

    @Test
    void shouldKeepFrozenFiles() throws IOException {
        fixture.file("keep.txt", "as it was\n");
        fixture.file("script.sh", "echo other > keep.txt || rm keep.txt || exit 5");

        CommandResult result = fixture.ran(fixture.request("sh", "script.sh").withFrozen(Set.of("keep.txt")));

        assertThat(result.exitCode()).hasValue(5);
        assertThat(Files.readString(fixture.workspace.resolve("keep.txt"))).isEqualTo("as it was\n");
    }

    @Test
    void shouldFeedInputAndMaskOutput() {
        fixture.masker.register("s3cr3t-value");
        fixture.file("script.sh", "cat; echo s3cr3t-value; echo \"it's $0\"");
        var request = RunnerFixture.with(
                fixture.request("sh", "script.sh"),
                "",
                Optional.empty(),
                Optional.of("some input\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(fixture.ran(request).stdout()).isEqualTo("some input\n****\nit's script.sh\n");
    }

    @Test
    void shouldPassWordsThatAShellWouldRead() {
        fixture.file("script.sh", "printf '%s\\n' \"$@\"");

        CommandResult result = fixture.ran("sh", "script.sh", "$(touch /tmp/x)", "a'b\"c", "; exit 9", "*");

        assertThat(result.stdout()).isEqualTo("$(touch /tmp/x)\na'b\"c\n; exit 9\n*\n");
    }

    @Test
    void shouldDenyWhatThePolicyDenies() {
        assertThat(fixture.denied("sh", "-c", "id").code()).isIn("OPTION", "WRAPPER");
        assertThat(fixture.denied("gcc", "a.c").code()).isEqualTo("NO_RULE");
        assertThat(shell.read("commands/none")).isEmpty();
    }

    @Test
    void shouldKillAtEachLimit() {
        assertThat(fixture.script(limits(Duration.ofSeconds(1), LONG, 512 * MIB, 200), "echo a; sleep 600")
                        .killed())
                .contains(Kill.WALL_CLOCK);
        assertThat(fixture.script(limits(LONG, LONG, 512 * MIB, 60), "b() { b | b & }; b; sleep 600")
                        .killed())
                .contains(Kill.PROCESSES);
        assertThat(fixture.script(limits(LONG, Duration.ofSeconds(1), 512 * MIB, 200), "while :; do :; done")
                        .killed())
                .contains(Kill.CPU);
        assertThat(fixture.script(
                                limits(LONG, LONG, 150 * MIB, 200),
                                "for i in 1 2 3; do (head -c 80000000 /dev/zero | tail -c 80000000"
                                        + " | (sleep 20; cat) >/dev/null) & done; wait")
                        .killed())
                .contains(Kill.MEMORY);
    }

    @Test
    void shouldKillTheTreeWhenCancelled() {
        CancelToken cancel = new CancelToken();
        CompletableFuture<CommandOutcome> running = start("sleep 600.1633 & setsid sleep 600.1634", cancel);
        await().atMost(LONG).until(() -> RunnerFixture.lives("600.1634"));

        cancel.cancel();

        assertThat(((CommandResult) running.join()).killed()).contains(Kill.CANCELLED);
        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.1633") && !RunnerFixture.lives("600.1634"));
    }

    /** What an agent left behind when it went away does not disturb the command that is run again. */
    @Test
    void shouldStopWhatStillRunsInTheWorkspace() {
        CompletableFuture<CommandOutcome> before = start("sleep 600.1643", new CancelToken());
        await().atMost(LONG).until(() -> RunnerFixture.lives("600.1643"));

        assertThat(fixture.script("echo again").stdout()).isEqualTo("again\n");

        assertThat(((CommandResult) before.join()).killed()).contains(Kill.CANCELLED);
        assertThat(RunnerFixture.lives("600.1643")).isFalse();
    }

    @Test
    void shouldSayThatTheAgentWentAway() {
        shell.lost = true;

        assertThatThrownBy(() -> fixture.script("echo lost"))
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("agent_lost"));
        assertThat(fixture.audit).hasSize(1);
    }

    @Test
    void shouldRefuseAProgramThatChanged() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path tool = tools.resolve("mytool");
        Files.writeString(tool, "#!/bin/sh\necho first\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(tools, PosixFilePermissions.fromString("rwxr-xr-x"));
        RunnerFixture own = RunnerFixture.launched(
                folder, CommandPolicy.parse(policy(tool)), new ProcessShell(folder.resolve("own")));
        assumeTrue(own.runner.rules().contains("mytool"), "only root can own a program that commands can't change");

        assertThat(own.ran("mytool").stdout()).isEqualTo("first\n");
        Files.writeString(tool, "#!/bin/sh\necho other\n");
        Denied denied = own.denied("mytool");

        assertThat(denied.code()).isEqualTo("SANDBOX_UNAVAILABLE");
        assertThat(denied.reason()).contains("changed since");
    }

    private static String policy(Path tool) {
        return """
                {"version": 1, "rules": [
                  {"name": "mytool", "program": "mytool", "path": "%s", "kind": "read", "summary": "A tool.",
                   "operands": [], "examples": {"match": [["mytool"]], "refuse": [["mytool", "x"]]}}
                ]}
                """.formatted(tool);
    }

    @Test
    void shouldRefuseEverythingWithoutBubblewrap() {
        RunnerFixture bare = RunnerFixture.launched(
                folder,
                CommandPolicy.parse(RunnerFixture.SCRIPTS),
                new ProcessShell(folder.resolve("bare"), (name, text) -> text.replace(" bwrap ", " no-bwrap ")));

        assertThat(bare.runner.sandbox().tier()).isEqualTo(Tier.NONE);
        bare.file("script.sh", "touch ran");
        Denied denied = bare.denied("sh", "script.sh");
        assertThat(denied.code()).isEqualTo("SANDBOX_UNAVAILABLE");
        assertThat(denied.reason()).contains("bubblewrap is not installed in the step's container");
        assertThat(bare.workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void shouldRefuseASandboxThatDoesNotConfine() {
        RunnerFixture open = RunnerFixture.launched(
                folder,
                CommandPolicy.parse(RunnerFixture.SCRIPTS),
                new ProcessShell(
                        folder.resolve("open"),
                        (name, text) -> name.endsWith("run.sh") ? text.replace("'--seccomp' '9'", "") : text));

        assertThat(open.runner.sandbox().tier()).isEqualTo(Tier.NONE);
        assertThat(open.runner.sandbox().detail()).contains("did not confine");
    }

    private CompletableFuture<CommandOutcome> start(String script, CancelToken cancel) {
        fixture.file("script.sh", script + "\n");
        return CompletableFuture.supplyAsync(() -> fixture.run(fixture.request("sh", "script.sh"), cancel));
    }
}
