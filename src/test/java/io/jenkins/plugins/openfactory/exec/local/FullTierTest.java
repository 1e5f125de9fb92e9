package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTierTest {
    @TempDir
    private Path folder;

    private RunnerFixture fixture;

    @BeforeEach
    void open() {
        fixture = RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
    }

    @Test
    void shouldRunAnAllowedCommandAndSayHowItEnded() {
        CommandResult result = fixture.script("echo out; echo err >&2; exit 3");

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.killed()).isEmpty();
        assertThat(result.tier()).isEqualTo(Tier.FULL);
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void shouldStartInTheNamedFolderAndPassStandardInput() {
        fixture.file("sub/a.sh", "pwd; cat");
        var request = RunnerFixture.with(
                fixture.request("sh", "a.sh"),
                "sub",
                Optional.empty(),
                Optional.of("hello".getBytes(StandardCharsets.UTF_8)));

        assertThat(fixture.ran(request).stdout()).isEqualTo("/workspace/sub\nhello");
    }

    @Test
    void shouldBuildTheEnvironmentFromEmpty() {
        CommandResult result = fixture.script("tr '\\0' '\\n' < /proc/$$/environ | cut -d= -f1 | sort | tr '\\n' ' '");

        assertThat(result.stdout()).isEqualTo("HOME LANG OPENFACTORY_TOKEN PATH PWD TMPDIR TZ ");
    }

    @Test
    void shouldShowNoEnvironmentOfTheSandboxProgramAndNoMoreThanThreeDescriptors() {
        CommandResult result = fixture.script(
                "echo [$(tr -d '\\0' < /proc/1/environ)]",
                "for f in /proc/$$/fd/*; do readlink $f; done | grep -v pipe:");

        assertThat(result.stdout()).isEqualTo("[]\n/workspace/script.sh\n");
    }

    @Test
    void shouldConfineTheProcessItself() {
        CommandResult result = fixture.script(
                "id -u",
                "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status",
                "unshare -U true || echo denied",
                "unshare -n true || echo denied",
                "mount -t tmpfs x /tmp || echo denied");

        assertThat(result.stdout())
                .isEqualTo("1000\nCapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n"
                        + "denied\ndenied\ndenied\n");
    }

    @Test
    void shouldSeeNothingOfTheMachineButTheSystemAndTheWorkspace() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "outside");

        CommandResult result = fixture.script(
                "cat " + secret + " /etc/shadow /root/.bashrc /var/log/dpkg.log",
                "ls /run /var /root /srv /home /sys 2>/dev/null; ls /; ls /etc | grep -E 'shadow|ssh|hostname|machine-id'");

        assertThat(result.stdout().lines())
                .doesNotContain("outside")
                .isSubsetOf(
                        "/home:",
                        "build",
                        "bin",
                        "dev",
                        "etc",
                        "home",
                        "lib",
                        "lib32",
                        "lib64",
                        "libx32",
                        "proc",
                        "root",
                        "sbin",
                        "tmp",
                        "usr",
                        "workspace",
                        "opt");
    }

    @Test
    void shouldWriteNothingButTheWorkspaceAndPrivateFolders() throws IOException {
        CommandResult result = fixture.script(
                "for f in /x /usr/x /etc/x /dev/x /proc/x /home/x /usr/bin/sh; do (echo x > $f) 2>/dev/null && echo $f; done",
                "echo kept > /workspace/kept; echo t > /tmp/t; echo h > ~/h; echo s > /dev/shm/s; ls /tmp ~ /dev/shm");

        assertThat(result.stdout()).isEqualTo("/dev/shm:\ns\n\n/home/build:\nh\n\n/tmp:\nt\n");
        assertThat(fixture.workspace.resolve("kept")).hasContent("kept");
        assertThat(fixture.script("ls /tmp ~ /dev/shm | grep -v :").stdout()).isBlank();
    }

    @Test
    void shouldMountTheWorkspaceReadOnlyForRulesThatRead() {
        fixture.file("script.sh", "echo x > new || echo refused; echo x >> script.sh || echo refused");

        assertThat(fixture.ran("dash", "script.sh").stdout()).isEqualTo("refused\nrefused\n");
        assertThat(fixture.workspace.resolve("new")).doesNotExist();
    }

    @Test
    void shouldBoundTemporaryFolders() {
        var limits = RunnerFixture.limits(
                java.time.Duration.ofSeconds(20), java.time.Duration.ofSeconds(20), 64 << 20, 64, 1L << 30, 1 << 20);

        CommandResult result = fixture.script(
                limits,
                "for d in /tmp ~ /dev/shm; do"
                        + " head -c 40000000 /dev/zero > $d/big 2>/dev/null || echo full $d; rm $d/big; done");

        assertThat(result.stdout()).isEqualTo("full /tmp\nfull /home/build\nfull /dev/shm\n");
    }

    @Test
    void shouldReachNoServerOfTheMachineButItsOwnLoopback() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fixture.file("Net.java", """
                    import java.net.*;
                    public class Net {
                        public static void main(String[] a) throws Exception {
                            try { new Socket("127.0.0.1", %d).close(); System.out.println("REACHED"); }
                            catch (java.io.IOException e) { System.out.println("no machine"); }
                            try { new Socket("192.0.2.1", 80).close(); System.out.println("REACHED"); }
                            catch (java.io.IOException e) { System.out.println("no world"); }
                            var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("localhost", 0), 0);
                            server.createContext("/", x -> { x.sendResponseHeaders(204, -1); x.close(); });
                            server.start();
                            var url = new URL("http://localhost:" + server.getAddress().getPort() + "/");
                            System.out.println(((HttpURLConnection) url.openConnection()).getResponseCode());
                            server.stop(0);
                        }
                    }
                    """.formatted(server.getLocalPort()));

            assertThat(fixture.ran("java", "Net.java").stdout()).isEqualTo("no machine\nno world\n204\n");
        }
    }

    @Test
    void shouldReplaceTheWorkspacesOwnPathInOutput() {
        assertThat(fixture.script("echo x " + fixture.workspace + "/a y").stdout())
                .isEqualTo("x /workspace/a y\n");
    }

    @Test
    void shouldMaskSecretsInOutput() {
        fixture.masker.register("s3cr3t-value");

        CommandResult result = fixture.script("echo s3cr3t-value; printf s3cr3t-value | base64; echo s3cr3t-value >&2");

        assertThat(result.stdout()).isEqualTo("****\n****\n");
        assertThat(result.stderr()).isEqualTo("****\n");
    }

    @Test
    void shouldNeverTakeAFailedSandboxForTheCommandsOwnExit() {
        var denied = fixture.denied("true");

        assertThat(denied.code()).isEqualTo("SANDBOX_UNAVAILABLE");
        assertThat(denied.reason()).contains("/nonexistent-folder");
    }
}
