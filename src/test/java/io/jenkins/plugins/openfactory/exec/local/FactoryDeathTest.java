package io.jenkins.plugins.openfactory.exec.local;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactoryDeathTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheTreeOfTheFullTierAlong() throws IOException {
        RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
        killAFactoryThatRuns(folder, "full", "600.07");
    }

    @Test
    void shouldTakeTheTreeInAFolderThatItsUserCannotReachAlong() throws IOException {
        RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        killAFactoryThatRuns(Files.createDirectory(closed.resolve("inner")), "full", "600.09");
    }

    @Test
    void shouldTakeTheTreeOfTheReducedTierAlong() throws IOException {
        RunnerFixture.reduced(folder, RunnerSettings.standard(), CommandPolicy.parse(RunnerFixture.SCRIPTS));
        killAFactoryThatRuns(folder, "reduced", "600.08");
    }

    private void killAFactoryThatRuns(Path at, String tier, String seconds) throws IOException {
        Process factory = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledFactory.class.getName(),
                        at.toString(),
                        tier,
                        seconds)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> RunnerFixture.lives(seconds + "1")
                            && RunnerFixture.lives(seconds + "2")
                            && RunnerFixture.lives(seconds + "3"));
        } finally {
            factory.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !RunnerFixture.lives(seconds + "1")
                        && !RunnerFixture.lives(seconds + "2")
                        && !RunnerFixture.lives(seconds + "3"));
    }
}
