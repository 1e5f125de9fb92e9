package io.jenkins.plugins.openfactory.exec.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.Limits;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {
    private static final String NAME = "short-lived";

    @TempDir
    Path folder;

    @Test
    void shouldKeepACommandWhenTheThreadThatAskedForItEnds() throws Exception {
        SandboxProbe.Found found = new SandboxProbe(Machine.here()).find();
        assumeTrue(found.report().tier() == Tier.FULL, () -> "needs bubblewrap and user namespaces: " + found.report());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = folder.toRealPath();
        SandboxedCommand command = new SandboxedCommand(
                List.of(Machine.tool("cat").orElseThrow().toString()),
                workspace,
                false,
                List.of(),
                workspace,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Limits.defaults(),
                false,
                Machine.here().user());
        try (Launch launch = found.sandbox().orElseThrow().prepare(command)) {
            ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new File("/"));
            builder.environment().clear();
            AtomicReference<Process> started = new AtomicReference<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            started.set(Spawner.start(builder));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    NAME);
            thread.start();
            thread.join();
            await().until(() -> !threads().contains(NAME));

            Process process = started.get();
            process.getOutputStream().write("still here".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("still here");
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void shouldSayWhatCouldNotBeStarted() {
        assertThatThrownBy(() -> Spawner.start(new ProcessBuilder("/nonexistent-program")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nonexistent-program");
    }

    /** The names of this process's threads as the kernel has them. */
    private static List<String> threads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(SpawnerTest::name).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
