package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReducedTierTest {
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private RunnerFixture open() {
        return RunnerFixture.reduced(folder, RunnerSettings.standard(), CommandPolicy.parse(RunnerFixture.SCRIPTS));
    }

    private RunnerFixture openForBuilds() {
        return RunnerFixture.reduced(
                folder,
                RunnerSettings.standard().withBuildsInReducedTier(),
                CommandPolicy.parse(RunnerFixture.SCRIPTS));
    }

    @Test
    void shouldRunReadingCommandsAndNoBuilds() {
        RunnerFixture fixture = open().file("a.sh", "echo hello; exit 4");

        CommandResult result = fixture.ran("dash", "a.sh");
        Denied denied = fixture.denied("sh", "a.sh");

        assertThat(result.stdout()).isEqualTo("hello\n");
        assertThat(result.exitCode()).hasValue(4);
        assertThat(result.tier()).isEqualTo(Tier.REDUCED);
        assertThat(denied.code()).isEqualTo("TIER");
        assertThat(denied.reason()).contains("rules of kind build").contains("apt-get install bubblewrap");
    }

    @Test
    void shouldRunBuildsWhereAnAdministratorOptedIn() {
        CommandResult result =
                openForBuilds().script("echo x > made; cat made; echo $HOME > $HOME/h && cat $HOME/h; pwd");

        assertThat(result.stdout()).matches("x\n/.*/tmp\n/workspace\n");
    }

    @Test
    void shouldPassStandardInputAndPathsOfTheWorkspace() {
        RunnerFixture fixture = open().file("sub/a.sh", "pwd; cat; ls $0");
        var request = RunnerFixture.with(
                fixture.request("dash", "/workspace/sub/a.sh"),
                "sub",
                Optional.empty(),
                Optional.of("in\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(fixture.ran(request).stdout()).isEqualTo("/workspace/sub\nin\n/workspace/sub/a.sh\n");
    }

    @Test
    void shouldConfineTheProcess() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "outside");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        RunnerFixture fixture = openForBuilds();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        CommandResult result = fixture.script(
                "id -u | grep -v '^0$' > /dev/null && echo not root",
                "grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status",
                "cat " + secret + " && echo READ",
                "echo x > " + secret + " && echo WROTE",
                "echo x > " + folder + "/new && echo WROTE",
                "ls / && echo LISTED",
                "cat /proc/" + ProcessHandle.current().pid() + "/environ && echo ENVIRON",
                "kill -CONT " + ProcessHandle.current().pid() + " && echo SIGNALLED",
                "unshare -U true && echo NAMESPACE",
                "tr '\\0' '\\n' < /proc/$$/environ | cut -d= -f1 | sort | tr '\\n' ' '");

        assertThat(result.stdout())
                .isEqualTo("not root\nNoNewPrivs:\t1\nSeccomp:\t2\nHOME LANG OPENFACTORY_TOKEN PATH TMPDIR TZ ");
        assertThat(secret).hasContent("outside");
    }

    @Test
    void shouldWriteNothingForRulesThatRead() {
        RunnerFixture fixture = open().file("a.sh", "echo x > new || echo refused; chmod 700 a.sh || echo refused");

        assertThat(fixture.ran("dash", "a.sh").stdout()).isEqualTo("refused\nrefused\n");
    }

    @Test
    void shouldReachNoServer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RunnerFixture fixture = openForBuilds().file("Net.java", """
                            import java.net.*;
                            public class Net {
                                public static void main(String[] a) throws Exception {
                                    try { new Socket("127.0.0.1", %d).close(); System.out.println("REACHED"); }
                                    catch (java.io.IOException e) { System.out.println("no"); }
                                    try { new DatagramSocket(); System.out.println("UDP"); }
                                    catch (java.io.IOException e) { System.out.println("no"); }
                                }
                            }
                            """.formatted(server.getLocalPort()));

            assertThat(fixture.ran("java", "Net.java").stdout()).isEqualTo("no\nno\n");
        }
    }

    @Test
    void shouldKillChildrenThatTryToLeave() {
        CommandResult result = openForBuilds()
                .script(
                        RunnerFixture.limits(Duration.ofSeconds(1), LATE, 512 * MIB, 200, MIB, MIB),
                        "trap '' TERM HUP; setsid setsid sleep 600.0653 & (sleep 600.0654 &) & sleep 600.0655");

        assertThat(result.killed()).contains(Kill.WALL_CLOCK);
        await().atMost(LATE)
                .until(() -> !RunnerFixture.lives("600.0653")
                        && !RunnerFixture.lives("600.0654")
                        && !RunnerFixture.lives("600.0655"));
    }

    @Test
    void shouldKillWhatACommandLeavesBehind() {
        CommandResult result = openForBuilds().script("(setsid sleep 600.0663 &) >/dev/null 2>&1", "exit 0");

        assertThat(result.exitCode()).hasValue(0);
        await().atMost(LATE).until(() -> !RunnerFixture.lives("600.0663"));
    }

    @Test
    void shouldKillAForkBombAndAFullFile() {
        RunnerFixture fixture = openForBuilds();
        var limits = RunnerFixture.limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 512 * MIB, 60, MIB, MIB);

        assertThat(fixture.script(limits, "b() { b | b & }; b; sleep 600").killed())
                .contains(Kill.PROCESSES);
        assertThat(fixture.script(limits, "exec head -c 10000000 /dev/zero > big")
                        .killed())
                .contains(Kill.FILE_SIZE);
    }

    @Test
    void shouldNeverTakeAFailedLauncherForTheCommandsOwnExit() {
        Machine broken = Machine.here().withoutBubblewrap();
        Machine noJava = new Machine(
                broken.user(), Optional.empty(), true, true, Path.of("/nonexistent"), broken.architecture());

        assertThat(new SandboxProbe(noJava).find().report().tier()).isEqualTo(Tier.NONE);
    }
}
