package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenFilesTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowFrozenFilesReadOnlyInTheFullTier() throws IOException {
        RunnerFixture fixture = RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
        fixture.file("Makefile", "test:\n").file("src/a.txt", "a\n").file("own.txt", "old\n");
        fixture.file(
                "script.sh",
                String.join(
                        "\n",
                        "echo bad >> Makefile",
                        "rm -f src/a.txt",
                        "mv own.txt Makefile",
                        "cp own.txt src/a.txt",
                        "ln -f own.txt Makefile",
                        "chmod 777 Makefile",
                        "echo new > own.txt",
                        "mkdir -p build && echo out > build/out.txt",
                        "echo new > src/b.txt"));

        CommandResult result = fixture.ran(
                fixture.request("sh", "script.sh").withFrozen(Set.of("Makefile", "src/a.txt", "missing.txt")));

        assertThat(result.stderr()).contains("Read-only file system");
        assertThat(fixture.workspace.resolve("Makefile")).hasContent("test:");
        assertThat(fixture.workspace.resolve("src/a.txt")).hasContent("a");
        assertThat(Files.getPosixFilePermissions(fixture.workspace.resolve("Makefile")))
                .hasSizeLessThan(9);
        assertThat(fixture.workspace.resolve("own.txt")).hasContent("new");
        assertThat(fixture.workspace.resolve("build/out.txt")).hasContent("out");
        assertThat(fixture.workspace.resolve("src/b.txt")).hasContent("new");
    }

    @Test
    void shouldLeaveOutLinksAndWhatIsNotInTheWorkspace() throws IOException {
        Path root = folder.toRealPath();
        Files.writeString(root.resolve("plain.txt"), "plain");
        Files.createDirectories(root.resolve("real"));
        Files.writeString(root.resolve("real/file.txt"), "file");
        Files.createSymbolicLink(root.resolve("link.txt"), root.resolve("plain.txt"));
        Files.createSymbolicLink(root.resolve("linked"), root.resolve("real"));

        assertThat(FrozenFiles.of(
                        root,
                        Set.of(
                                "plain.txt",
                                "link.txt",
                                "linked/file.txt",
                                "../" + root.getFileName(),
                                "/etc/passwd",
                                "real")))
                .containsExactly(root.resolve("plain.txt"));
    }

    @Test
    void shouldBoundTheNumberOfMounts() throws IOException {
        Path root = folder.toRealPath();
        Set<String> names =
                IntStream.range(0, FrozenFiles.MOST + 10).mapToObj(i -> "f" + i).collect(Collectors.toSet());
        for (String name : names) {
            Files.writeString(root.resolve(name), name);
        }

        List<Path> frozen = FrozenFiles.of(root, names);

        assertThat(frozen).hasSize(FrozenFiles.MOST);
    }
}
