package io.jenkins.plugins.openfactory.jenkins.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeStreamTest {
    @TempDir
    private Path folder;

    private Path here;
    private Path there;

    @BeforeEach
    void makeTrees() throws IOException {
        here = Files.createDirectories(folder.resolve("here"));
        there = Files.createDirectories(folder.resolve("there"));
    }

    @Test
    void shouldMakeOneTreeAnother() throws IOException {
        Files.createDirectories(here.resolve("src/ä"));
        Files.writeString(here.resolve("src/ä/a.txt"), "new");
        Files.writeString(here.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(here.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(here.resolve("run.sh"), FileTime.fromMillis(1_700_000_000_123L));
        Files.createSymbolicLink(here.resolve("link"), Path.of("run.sh"));
        Files.createDirectories(there.resolve("old/deep"));
        Files.writeString(there.resolve("old/deep/x"), "gone");
        Files.writeString(there.resolve("src"), "a file where a folder comes");
        Files.createDirectories(there.resolve("link/in"));

        bring();

        assertThat(TreeListing.of(there).text()).isEqualTo(TreeListing.of(here).text());
        assertThat(there.resolve("src/ä/a.txt")).hasContent("new");
        assertThat(there.resolve("run.sh")).isExecutable();
        assertThat(there.resolve("old")).doesNotExist();
    }

    @Test
    void shouldBringNothingWhenTreesAreEqual() throws IOException {
        Files.writeString(here.resolve("a"), "a");
        bring();

        TreeListing listing = TreeListing.parse(TreeListing.of(there).text());

        assertThat(listing.to(TreeListing.of(here)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "/etc/out", "a/../../out", "", "a/./b"})
    void shouldRefuseAPathThatLeavesTheTree(String path) throws IOException {
        byte[] stream = folderEntry(path);

        assertThatThrownBy(() -> TreeStream.read(new ByteArrayInputStream(stream), there))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a path within the tree");
    }

    @Test
    void shouldRefuseToWriteThroughALink() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(there.resolve("link"), outside);

        assertThatThrownBy(() -> TreeStream.read(new ByteArrayInputStream(folderEntry("link/in")), there))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("through what is no folder");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void shouldReplaceALinkInsteadOfFollowingIt() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.txt"), "kept");
        Files.createSymbolicLink(there.resolve("a"), outside);
        Files.writeString(here.resolve("a"), "new");

        bring();

        assertThat(outside).hasContent("kept");
        assertThat(there.resolve("a")).isRegularFile().hasContent("new");
    }

    private static byte[] folderEntry(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(2);
        out.writeUTF(path);
        out.writeByte(0);
        return bytes.toByteArray();
    }

    private void bring() throws IOException {
        Path file = folder.resolve("stream");
        TreeStream.write(here, TreeListing.of(there).to(TreeListing.of(here)), file);
        try (InputStream in = Files.newInputStream(file)) {
            TreeStream.read(in, there);
        }
    }
}
