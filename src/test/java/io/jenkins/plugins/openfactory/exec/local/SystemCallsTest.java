package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system call filter, tried by a program that makes the calls. */
class SystemCallsTest {
    private static final String PROBE = """
            import ctypes, os, platform, socket
            c = ctypes.CDLL(None, use_errno=True)
            arm = platform.machine() == 'aarch64'
            def call(name, x86, aarch64, *a):
                ctypes.set_errno(0)
                r = c.syscall(aarch64 if arm else x86, *[ctypes.c_long(x) for x in a])
                print(name, 'ok' if r >= 0 else os.strerror(ctypes.get_errno()))
            for family in (40, 38, 17, 31, 44):
                try:
                    socket.socket(family, socket.SOCK_STREAM if family == 40 else socket.SOCK_RAW, 0)
                    print(family, 'ok')
                except OSError as e:
                    print(family, os.strerror(e.errno))
            for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
                socket.socket(family, socket.SOCK_STREAM).close()
            socket.socket(16, socket.SOCK_RAW, 0).close()
            try:
                socket.socket(16, socket.SOCK_RAW, 9)
                print('audit ok')
            except OSError as e:
                print('audit', os.strerror(e.errno))
            call('perf', 298, 241, 0, 0, -1, -1, 0)
            call('keyctl', 250, 219, 0, -3, 0, 0, 0)
            call('add_key', 248, 217, 0, 0, 0, 0, 0)
            call('io_uring', 425, 425, 1, 0)
            call('userfaultfd', 323, 282, 1)
            call('bpf', 321, 280, 0, 0, 0)
            call('memfd', 319, 279, 0, 0)
            call('clone3', 435, 435, 0, 0)
            call('unshare', 272, 97, 0x10000000)
            call('unshare-net', 272, 97, 0x40000000)
            call('clone-user', 56, 220, 0x10000000 | 17, 0, 0, 0, 0)
            call('mount', 165, 40, 0, 0, 0, 0, 0)
            call('shm-small', 29, 194, 0, 4096, 0o1600)
            call('shm-large', 29, 194, 0, 1 << 24, 0o1600)
            call('x32', 0x40000000 + 39, 172)
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseWhatReachesAroundTheSandbox() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        RunnerFixture fixture =
                RunnerFixture.full(folder, CommandPolicy.shipped()).file("probe.py", PROBE);

        String said = fixture.ran("python3", "probe.py").stdout();

        assertThat(said).isEqualTo("""
                        40 Address family not supported by protocol
                        38 Address family not supported by protocol
                        17 Address family not supported by protocol
                        31 Address family not supported by protocol
                        44 Address family not supported by protocol
                        audit Address family not supported by protocol
                        perf Operation not permitted
                        keyctl Operation not permitted
                        add_key Operation not permitted
                        io_uring Function not implemented
                        userfaultfd Operation not permitted
                        bpf Operation not permitted
                        memfd Function not implemented
                        clone3 Function not implemented
                        unshare Operation not permitted
                        unshare-net Operation not permitted
                        clone-user Operation not permitted
                        mount Operation not permitted
                        shm-small ok
                        shm-large No space left on device
                        x32 %s
                        """.formatted(
                        System.getProperty("os.arch").equals("aarch64") ? "ok" : "Function not implemented"));
    }
}
