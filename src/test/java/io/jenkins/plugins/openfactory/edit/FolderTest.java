package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileTree.Kind;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir
    private Path temp;

    private Path root;
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret\n");
    }

    private void put(String path, String content, String mode) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Every file below the folder with its mode and content; links with their target. */
    private static TreeMap<String, String> listing(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                String name = folder.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    files.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    files.put(
                            name,
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                                    + Files.readString(path));
                } else if (!name.isEmpty()) {
                    files.put(name + "/", "");
                }
            }
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowFilesAndFollowNoLink() throws IOException {
        put("a/b.txt", "b\n", "rw-r--r--");
        put("run.sh", "x\n", "rwxr-x---");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("a/file-link"), Path.of("../../outside/secret.txt"));
        FolderTree tree = new FolderTree(root);

        assertThat(tree.entry("a/b.txt").orElseThrow().kind()).isEqualTo(Kind.FILE);
        assertThat(tree.entry("a/b.txt").orElseThrow().content()).isEqualTo(bytes("b\n"));
        assertThat(tree.entry("run.sh").orElseThrow().kind()).isEqualTo(Kind.EXECUTABLE);
        assertThat(tree.entry("a").orElseThrow().kind()).isEqualTo(Kind.OTHER);
        assertThat(tree.entry("link").orElseThrow().kind()).isEqualTo(Kind.SYMLINK);
        assertThat(tree.entry("a/file-link").orElseThrow().content()).isEqualTo(bytes("../../outside/secret.txt"));
        assertThat(tree.entry("link/secret.txt")).isEmpty();
        assertThat(tree.entry("../outside/secret.txt")).isEmpty();
        assertThat(tree.entry(outside + "/secret.txt")).isEmpty();
        assertThat(tree.entry("none/x")).isEmpty();
        assertThat(tree.entry("run.sh/x")).isEmpty();
    }

    @Test
    void shouldWriteEveryKindOfChangeAndKeepModes() throws IOException {
        put("run.sh", "old\n", "rwxr-x---");
        put("deep/er/gone.txt", "x\n", "rw-r--r--");
        put("from.sh", "moved\n", "rwx------");
        put("keep.txt", "keep\n", "rw-r--r--");
        put("file", "becomes a folder\n", "rw-r--r--");

        new FolderWriter(root)
                .write(List.of(
                        new FileChange.Modify("run.sh", bytes("new\n")),
                        new FileChange.Delete("deep/er/gone.txt"),
                        new FileChange.Rename("from.sh", "to/there.sh", bytes("changed\n")),
                        new FileChange.Delete("file"),
                        new FileChange.Create("file/inside.txt", bytes("in\n"), false),
                        new FileChange.Create("ünï cödé/tool", bytes("t\n"), true)));

        assertThat(listing(root))
                .hasSize(8)
                .containsEntry("run.sh", "rwxr-x--- new\n")
                .containsEntry("to/there.sh", "rwx------ changed\n")
                .containsEntry("keep.txt", "rw-r--r-- keep\n")
                .containsKeys("file/inside.txt", "ünï cödé/tool");
        assertThat(Files.isExecutable(root.resolve("ünï cödé/tool"))).isTrue();
        assertThat(Files.getPosixFilePermissions(root.resolve("file/inside.txt")))
                .noneMatch(permission -> permission.name().endsWith("EXECUTE"));
    }

    @Test
    void shouldChangeNothingWhereOneChangeDoesNotFit() throws IOException {
        put("a.txt", "a\n", "rw-r--r--");
        put("b.txt", "b\n", "rw-r--r--");
        put("dir/c.txt", "c\n", "rw-r--r--");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("l.txt"), outside.resolve("secret.txt"));
        TreeMap<String, String> before = listing(root);
        List<FileChange> bad = List.of(
                new FileChange.Create("link/new.txt", bytes("x"), false),
                new FileChange.Create("b.txt", bytes("x"), false),
                new FileChange.Create("b.txt/x", bytes("x"), false),
                new FileChange.Create("dir", bytes("x"), false),
                new FileChange.Create("../outside/x", bytes("x"), false),
                new FileChange.Create(".git/hooks/x", bytes("x"), false),
                new FileChange.Create("/etc/openfactory-test", bytes("x"), false),
                new FileChange.Modify("none.txt", bytes("x")),
                new FileChange.Modify("l.txt", bytes("x")),
                new FileChange.Modify("link/secret.txt", bytes("x")),
                new FileChange.Delete("dir"),
                new FileChange.Delete("link/secret.txt"),
                new FileChange.Rename("b.txt", "dir/c.txt", bytes("x")));

        for (FileChange change : bad) {
            List<FileChange> all = List.of(
                    new FileChange.Modify("a.txt", bytes("changed\n")),
                    new FileChange.Create("new/folder/x.txt", bytes("x\n"), false),
                    change);
            assertThatThrownBy(() -> new FolderWriter(root).write(all))
                    .as("%s", change.path())
                    .isInstanceOf(UserError.class);
            assertThat(listing(root)).as("%s", change.path()).isEqualTo(before);
        }
        assertThat(Files.readString(outside.resolve("secret.txt"))).isEqualTo("secret\n");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret.txt"));
        assertThat(listing(outside)).hasSize(1);
    }

    @Test
    void shouldDeleteTwoFilesOfOneFolderAndTheFolder() throws IOException {
        put("deep/a.txt", "x\n", "rw-r--r--");
        put("deep/b.txt", "x\n", "rw-r--r--");

        new FolderWriter(root).write(List.of(new FileChange.Delete("deep/a.txt"), new FileChange.Delete("deep/b.txt")));

        assertThat(listing(root)).isEmpty();
    }

    @Test
    void shouldStopAtTheLeftoversOfAWriteThatWasCutShort() throws IOException {
        put(".openfactory-edit-0", "someone's content\n", "rw-------");
        put("a.txt", "a\n", "rw-r--r--");
        TreeMap<String, String> before = listing(root);

        assertThatThrownBy(() -> new FolderWriter(root).write(List.of(new FileChange.Delete("a.txt"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(".openfactory-edit-0");
        assertThat(listing(root)).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatIsNoFolder() {
        assertThatThrownBy(() -> new FolderTree(root.resolve("none"))).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> new FolderWriter(outside.resolve("secret.txt")))
                .isInstanceOf(UserError.class);
    }

    @Test
    void shouldApplyAReplyToAFolder() throws IOException {
        put("src/a.sh", "echo old\r\n", "rwxr-xr-x");
        String reply = "src/a.sh\n```\n<<<<<<< SEARCH\necho old\n=======\necho new\n>>>>>>> REPLACE\n```\n";
        EditOutcome.Applied applied = (EditOutcome.Applied) new EditEngine().apply(reply, new FolderTree(root));

        new FolderWriter(root).write(applied.changes());

        assertThat(listing(root)).containsEntry("src/a.sh", "rwxr-xr-x echo new\r\n");
    }
}
