package io.jenkins.plugins.openfactory.exec.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxFilesTest {
    @TempDir
    private Path folder;

    private SandboxFiles create() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String before = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            return SandboxFiles.create(SandboxUser.here());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    private Path left(String name, Duration age) throws IOException {
        Path left = Files.createDirectories(folder.resolve(name));
        Files.writeString(left.resolve("file"), "x");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(age)));
        return left;
    }

    @Test
    void shouldSweepOnlyWhatProcessesLeftLongAgo() throws IOException {
        Path gone = left("openfactory-sandbox-999999999-1", Duration.ofDays(2));
        Path recent = left("openfactory-sandbox-999999998-1", Duration.ofHours(2));
        Path alive = left("openfactory-sandbox-" + ProcessHandle.current().pid() + "-1", Duration.ofDays(2));
        Path other = left("openfactory-sandboxes", Duration.ofDays(2));

        create();

        assertThat(gone).doesNotExist();
        assertThat(recent).exists();
        assertThat(alive).exists();
        assertThat(other).exists();
    }

    @Test
    void shouldKnowWhenItsFilesAreGone() throws IOException {
        SandboxFiles files = create();
        Path file = files.write("a", "x");

        assertThat(files.intact()).isTrue();
        Files.delete(file);
        assertThat(files.intact()).isFalse();
    }

    @Test
    void shouldDeleteLinksAndNotWhatTheyLeadTo() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "x");
        Path tree = Files.createDirectories(folder.resolve("tree/sub")).getParent();
        Files.createSymbolicLink(tree.resolve("sub/link"), outside);
        Files.writeString(tree.resolve("sub/file"), "x");

        SandboxFiles.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(outside.resolve("file")).exists();
    }
}
