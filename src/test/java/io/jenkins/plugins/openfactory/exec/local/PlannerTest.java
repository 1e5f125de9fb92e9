package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    @TempDir
    private Path folder;

    private Path programs;

    @BeforeEach
    void make() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        programs = Files.createDirectories(folder.toRealPath().resolve("programs"));
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path program(String name, String content) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + content + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private RunnerFixture open(String rule) {
        return RunnerFixture.full(
                folder,
                CommandPolicy.parse(
                        "{\"version\":1,\"rules\":[{\"name\":\"tool\",\"program\":\"tool\",\"kind\":\"build\","
                                + "\"summary\":\"s\",\"operands\":[],\"examples\":{\"match\":[[\"tool\"]],\"refuse\":[[\"tool\",\"x\"]]},"
                                + rule + "}]}"));
    }

    private String at(Path file) {
        return "\"path\":\"" + file + "\",\"folders\":[\"" + programs + "\"]";
    }

    @Test
    void shouldNarrowToTheRulesOfATicket() {
        RunnerFixture fixture = RunnerFixture.full(folder, CommandPolicy.shipped());

        Denied denied = fixture.denied(RunnerFixture.only(fixture.request("ls"), "cat", "make"));

        assertThat(denied.code()).isEqualTo("NO_RULE");
        assertThat(denied.rule()).isEqualTo("ls");
        assertThat(denied.reason()).contains("only these rules are allowed here: cat, make");
        assertThat(fixture.ran(RunnerFixture.only(fixture.request("ls"), "ls")).succeeded())
                .isTrue();
    }

    @Test
    void shouldRunAnAdministratorsProgramAtItsOwnPlace() throws IOException {
        // What commands' own user could change is not trusted, so this holds only where they run as another.
        org.junit.jupiter.api.Assumptions.assumeTrue(
                io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser.ownUid() == 0, "needs to run as root");
        RunnerFixture fixture =
                open(at(program("tool", "echo from $0 ${X}")) + ",\"environment\":{\"X\":\"${java.home}\"}");

        assertThat(fixture.ran("tool").stdout())
                .isEqualTo("from " + programs.resolve("tool") + " "
                        + Path.of(System.getProperty("java.home")).toRealPath() + "\n");
    }

    @Test
    void shouldNotTrustAProgramThatCommandsCouldReplace() throws IOException {
        Path file = program("tool", "echo x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));

        Denied denied = open(at(file)).denied("tool");

        assertThat(denied.code()).isEqualTo("BINARY");
        assertThat(denied.reason()).contains("can change '" + file + "'");
    }

    @Test
    void shouldRefuseAProgramThatIsNotInstalled() {
        Denied denied = open("\"path\":\"/nonexistent/tool\"").denied("tool");

        assertThat(denied.code()).isEqualTo("BINARY");
        assertThat(denied.reason()).contains("not installed on this machine as /nonexistent/tool");
    }

    @Test
    void shouldRefuseAProgramWithAnotherHash() {
        RunnerFixture fixture = open("\"path\":\"/usr/bin/true\",\"sha256\":\"" + "0".repeat(64) + "\"");

        assertThat(fixture.denied("tool").reason()).contains("the rule pins another");
    }

    @Test
    void shouldRunAProgramWithThePinnedHash() throws IOException {
        Path real = Path.of("/usr/bin/true").toRealPath();
        RunnerFixture fixture = open("\"path\":\"/usr/bin/true\",\"sha256\":\"" + Sha256.hex(real) + "\"");

        assertThat(fixture.ran("tool").succeeded()).isTrue();
    }

    @Test
    void shouldNoticeAProgramThatChanged() throws IOException {
        Path file = program("tool", "true");
        var rule = CommandPolicy.parse(
                        "{\"version\":1,\"rules\":[{\"name\":\"tool\",\"program\":\"tool\",\"kind\":\"read\","
                                + "\"summary\":\"s\",\"operands\":[],\"examples\":{\"match\":[[\"tool\"]],\"refuse\":[[\"tool\",\"x\"]]},"
                                + "\"path\":\"" + file + "\"}]}")
                .rules()
                .get(0);
        Binaries binaries = new Binaries(java.util.List.of(rule), trustingMachine());
        assertThat(binaries.current(rule)).isInstanceOf(Binaries.Binary.Present.class);

        Files.writeString(file, "#!/bin/sh\necho changed\n", StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(binaries.current(rule))
                .isInstanceOfSatisfying(
                        Binaries.Binary.Unavailable.class,
                        missing -> assertThat(missing.reason()).contains("changed since the policy was loaded"));
    }

    /** A machine whose Java lives in the test's folder, so that programs there count as trusted. */
    private io.jenkins.plugins.openfactory.exec.sandbox.Machine trustingMachine() {
        var user = new io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser(54321, 54321, "x", false);
        return new io.jenkins.plugins.openfactory.exec.sandbox.Machine(
                user, Optional.empty(), true, true, programs, System.getProperty("os.arch"));
    }

    @Test
    void shouldRefuseAFolderThatIsNotThere() {
        RunnerFixture fixture = RunnerFixture.full(folder, CommandPolicy.shipped());
        var request = RunnerFixture.with(fixture.request("ls"), "none", Optional.empty(), Optional.empty());
        var outside = RunnerFixture.with(fixture.request("ls"), "../..", Optional.empty(), Optional.empty());

        assertThat(fixture.denied(request).code()).isEqualTo("PATH");
        assertThat(fixture.denied(outside).reason()).contains("leaves the workspace");
    }

    @Test
    void shouldRefuseFoldersOfTheSystemAsWorkspace() {
        for (String path : new String[] {"/", "/usr", "/usr/share", "/etc", "/tmp", "/var", "/home", "/proc/self"}) {
            assertThat(SystemFolders.contain(Path.of(path))).as(path).isTrue();
        }
        for (String path : new String[] {"/tmp/x", "/var/lib/x", "/home/u/x", "/root/x", "/srv", "/data/x"}) {
            assertThat(SystemFolders.contain(Path.of(path))).as(path).isFalse();
        }
    }

    @Test
    void shouldRefuseInputThatIsTooLong() {
        RunnerFixture fixture = RunnerFixture.full(folder, CommandPolicy.shipped());
        var request =
                RunnerFixture.with(fixture.request("ls"), "", Optional.empty(), Optional.of(new byte[(1 << 20) + 1]));

        assertThat(fixture.denied(request).code()).isEqualTo("TOO_LONG");
    }

    @Test
    void shouldNotWorkWhereProcessesStartAsCopies() {
        System.setProperty("jdk.lang.Process.launchMechanism", "FORK");
        try {
            assertThatThrownBy(() -> new LocalCommandRunner(
                            RunnerSettings.standard(),
                            CommandPolicy.shipped(),
                            (run, record) -> 1,
                            new SecretMasker(),
                            Clock.systemUTC()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("launchMechanism");
        } finally {
            System.clearProperty("jdk.lang.Process.launchMechanism");
        }
    }

    @Test
    void shouldSeeTheMachinesNetworkOnlyWhereTheRuleSaysSo() {
        assertThat(open("\"path\":\"/usr/bin/true\",\"network\":\"host\"")
                        .ran("tool")
                        .succeeded())
                .isTrue();
    }
}
