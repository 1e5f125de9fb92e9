package io.jenkins.plugins.openfactory.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderArtifactStoreTest {
    @TempDir
    Path folder;

    private Path root;
    private ArtifactStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("artifacts");
        store = new FolderArtifactStore(root);
    }

    @Test
    void shouldFindNothingBelowAFile() throws IOException {
        store.put("a.txt", new byte[] {1});
        assertThat(store.get("a.txt/b")).isEmpty();
        assertThat(store.get("c/d/e")).isEmpty();
        assertThatThrownBy(() -> store.put("a.txt/b", new byte[] {2})).isInstanceOf(IOException.class);
        assertThat(store.get("a.txt")).hasValue(new byte[] {1});
    }

    @Test
    void shouldGiveBackWhatWasPut() throws IOException {
        assertThat(store.list()).isEmpty();
        assertThat(store.get("SPEC.md")).isEmpty();
        Artifact spec = store.put("SPEC.md", bytes("# Spec\n"));
        Artifact ticket = store.put("TICKETS/0001-größe.md", bytes("ticket"));
        assertThat(spec).isEqualTo(new Artifact("SPEC.md", 7, Sha256.hex("# Spec\n")));
        assertThat(store.get("SPEC.md")).hasValue(bytes("# Spec\n"));
        assertThat(store.list()).containsExactly(spec, ticket);
        assertThat(root.resolve("TICKETS/0001-größe.md")).hasContent("ticket");
    }

    @Test
    void shouldChangeNothingForTheSameContentAndReplaceOther() throws IOException {
        store.put("a", bytes("one"));
        FileTime before = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(root.resolve("a"), before);
        store.put("a", bytes("one"));
        assertThat(Files.getLastModifiedTime(root.resolve("a"))).isEqualTo(before);
        store.put("a", bytes("two"));
        assertThat(store.get("a")).hasValue(bytes("two"));
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void shouldHashWhatIsOnDiskNow() throws IOException {
        store.put("a", bytes("one"));
        Files.writeString(root.resolve("a"), "changed");
        assertThat(store.list()).containsExactly(new Artifact("a", 7, Sha256.hex("changed")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../x",
                "a//b",
                "a/",
                "./a",
                "a/.",
                "a\\b",
                "C:x",
                "a\nb",
                "a\0b",
                ".partial/x",
                "x/.partial"
            })
    void shouldRefuseAnUnsafePath(String path) {
        assertThatThrownBy(() -> store.put(path, bytes("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no artifact path");
        assertThatThrownBy(() -> store.get(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAPathThatIsTooLong() {
        assertThatThrownBy(() -> store.put("x".repeat(201), bytes("x"))).hasMessageContaining("200 bytes");
        assertThatThrownBy(() -> store.put("xy/".repeat(400) + "z", bytes("x"))).hasMessageContaining("1000 bytes");
    }

    @Test
    void shouldFollowNoLink() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "outside");
        store.put("a", bytes("one"));
        Files.createSymbolicLink(root.resolve("link"), secret);
        Files.createSymbolicLink(root.resolve("dir"), folder);
        assertThatThrownBy(() -> store.get("link"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("link");
        assertThatThrownBy(() -> store.put("link", bytes("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.put("dir/secret", bytes("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.list()).isInstanceOf(IOException.class).hasMessageContaining("is a link");
        assertThat(secret).hasContent("outside");
    }

    @Test
    void shouldRefuseAPathThatNamesAFolder() throws IOException {
        store.put("a/b", bytes("x"));
        assertThatThrownBy(() -> store.put("a", bytes("x"))).hasMessageContaining("names a folder");
        assertThatThrownBy(() -> store.get("a")).hasMessageContaining("names a folder");
    }

    @Test
    void shouldLeaveNoPartialFileBehind() throws IOException {
        store.put("a", bytes("one"));
        Path old = Files.writeString(root.resolve(".partial/left-by-a-kill"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path fresh = Files.writeString(root.resolve(".partial/of-another-process"), "x");
        store.put("b", bytes("two"));
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(store.list()).extracting(Artifact::path).containsExactly("a", "b");
    }

    @Test
    void shouldWriteInAThreadThatIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        store.put("a/b", bytes("one"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.get("a/b")).hasValue(bytes("one"));
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Artifact>> calls = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String path = "d" + i % 5 + "/f" + i % 10;
                byte[] content = bytes("content".repeat(1 + i % 3));
                calls.add(() -> store.put(path, content));
            }
            for (Future<Artifact> call : pool.invokeAll(calls)) {
                call.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.list()).hasSize(10).allMatch(artifact -> artifact.size() % 7 == 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
