package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    private static final String LONG_TEXT = "a line of some length\n".repeat(20);

    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private GitRepository repo;
    private String base;

    @BeforeEach
    void start() throws IOException {
        Path source = RealGit.repository(temp.resolve("source"), "a.txt", "one\ntwo\nthree\n", "long.txt", LONG_TEXT);
        Git.Source found = RealGit.local(temp.resolve("config")).inspect(source.toString(), Optional.empty());
        repo = RealGit.local(temp.resolve("config"))
                .fetch(found.repository(), "main", found.commit(), temp.resolve("repo.git"));
        base = found.commit();
    }

    @Test
    void shouldListLinesFileByFile() {
        String next = commit(
                base,
                modify("a.txt", "one\r\n2\nthree"),
                new FileChange.Rename("long.txt", "dir/länger.txt", (LONG_TEXT + "more\n").getBytes(UTF_8)),
                create("bin.dat", new byte[] {0, 1, 2}),
                create("new.txt", "x\ny\n".getBytes(UTF_8)));
        assertThat(repo.changes(base, next))
                .containsExactly(
                        new FileDiff(
                                FileDiff.Kind.MODIFY,
                                "a.txt",
                                Optional.empty(),
                                List.of("one", "2", "three"),
                                List.of("one", "two", "three"),
                                false),
                        new FileDiff(FileDiff.Kind.CREATE, "bin.dat", Optional.empty(), List.of(), List.of(), true),
                        new FileDiff(
                                FileDiff.Kind.RENAME,
                                "dir/länger.txt",
                                Optional.of("long.txt"),
                                List.of("more"),
                                List.of(),
                                false),
                        new FileDiff(
                                FileDiff.Kind.CREATE,
                                "new.txt",
                                Optional.empty(),
                                List.of("x", "y"),
                                List.of(),
                                false));
        assertThat(repo.changes(next, base)).extracting(FileDiff::kind).contains(FileDiff.Kind.DELETE);
        assertThat(repo.changes(base, base)).isEmpty();
        assertThat(repo.diff(base, base)).isEmpty();
        assertThat(repo.diff(base, next))
                .contains("rename from long.txt\n")
                .contains("GIT binary patch\nliteral 3\n")
                .contains("\\ No newline at end of file\n");
    }

    @Test
    void shouldWriteWhatGitApplies() throws IOException {
        String one = commit(
                base,
                modify("a.txt", "no newline at the end"),
                new FileChange.Delete("long.txt"),
                create("empty", new byte[0]),
                create("with space/tab\tquote\"back\\slash", "odd\n".getBytes(UTF_8)),
                create("ünï/\uD83D\uDE80.txt", "rocket\n".getBytes(UTF_8)),
                create("latin1.txt", "caf\u00e9\n".getBytes(ISO_8859_1)),
                create("bom.txt", "\uFEFFtext\r\nmixed\nends\r\n".getBytes(UTF_8)),
                create("cr.txt", "old\rmac\r".getBytes(UTF_8)),
                create("utf16.txt", "wide".getBytes(java.nio.charset.StandardCharsets.UTF_16)),
                new FileChange.Create("run.sh", "#!/bin/sh\n".getBytes(UTF_8), true));
        applies(base, one);
        applies(one, base);
        String two = commit(
                one,
                new FileChange.Create("run.sh", "#!/bin/sh\n".getBytes(UTF_8), false),
                new FileChange.Create("empty", new byte[0], true),
                modify("latin1.txt", "plain\n"),
                modify("bom.txt", "text\r\nmixed\r\nends\r\n"),
                new FileChange.Rename("cr.txt", "moved/cr.txt", "old\rmac\r".getBytes(UTF_8)),
                new FileChange.Rename("utf16.txt", "moved/utf16", "narrow".getBytes(UTF_8)));
        applies(one, two);
        applies(two, one);
        applies(base, two);
    }

    @Test
    void shouldWriteSymbolicLinksAndChangesOfTypeThatGitApplies() throws IOException {
        Path clone = temp.resolve("clone");
        RealGit.git(temp, "clone", "-q", temp.resolve("source").toString(), clone.toString());
        Files.createSymbolicLink(clone.resolve("link"), Path.of("a.txt"));
        Files.delete(clone.resolve("long.txt"));
        Files.createSymbolicLink(clone.resolve("long.txt"), Path.of("../outside"));
        RealGit.git(clone, "add", "-A");
        RealGit.git(clone, "commit", "-q", "-m", "links");
        RealGit.git(clone, "push", "-q", repo.gitDir().toString(), "HEAD:refs/heads/links");
        String links = repo.ref("refs/heads/links").orElseThrow();
        assertThat(repo.tree(links).entry("link").orElseThrow().kind()).isEqualTo(FileTree.Kind.SYMLINK);
        applies(base, links);
        applies(links, base);
    }

    @Test
    void shouldWriteWhatGitAppliesForRandomChanges() throws IOException {
        Random random = new Random(42);
        String from = base;
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (int round = 0; round < 25; round++) {
            String to = randomChange(random, from, files);
            applies(from, to);
            from = round % 5 == 4 ? base : to;
            if (from.equals(base)) {
                files.clear();
            }
        }
    }

    private String randomChange(Random random, String from, TreeMap<String, byte[]> files) {
        List<FileChange> changes = new ArrayList<>();
        for (String path : List.copyOf(files.keySet())) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    changes.add(new FileChange.Delete(path));
                    files.remove(path);
                }
                case 1 -> {
                    byte[] next = randomContent(random);
                    changes.add(new FileChange.Modify(path, next));
                    files.put(path, next);
                }
                case 2 -> {
                    String moved = "m" + random.nextInt(1000) + "/" + path;
                    changes.add(new FileChange.Rename(path, moved, files.get(path)));
                    files.put(moved, files.remove(path));
                }
                default -> {}
            }
        }
        for (int i = random.nextInt(5); i >= 0; i--) {
            String path = "d" + random.nextInt(4) + "/f" + random.nextInt(1000);
            if (files.put(path, randomContent(random)) == null) {
                changes.add(new FileChange.Create(path, files.get(path), random.nextBoolean()));
            } else {
                changes.removeIf(change -> change.path().equals(path));
                changes.add(new FileChange.Create(path, files.get(path), random.nextBoolean()));
            }
        }
        return repo.commit(from, changes, RealGit.spec("random"));
    }

    private static byte[] randomContent(Random random) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append("line ").append(random.nextInt(5)).append(random.nextInt(6) == 0 ? "\r\n" : "\n");
        }
        return (random.nextBoolean() ? text + "last" : text.toString()).getBytes(UTF_8);
    }

    /** Applies the difference with the git program to an index of the one and expects the tree of the other. */
    private void applies(String from, String to) throws IOException {
        Path patch = temp.resolve("patch");
        Files.writeString(patch, repo.diff(from, to));
        Path index = temp.resolve("index");
        Files.deleteIfExists(index);
        List<String> environment = List.of("GIT_INDEX_FILE=" + index);
        RealGit.run(repo.gitDir(), environment, "read-tree", from);
        if (Files.size(patch) > 0) {
            RealGit.run(repo.gitDir(), environment, "apply", "--cached", "--whitespace=nowarn", patch.toString());
        }
        assertThat(RealGit.run(repo.gitDir(), environment, "write-tree"))
                .as("from %s to %s", from, to)
                .isEqualTo(RealGit.git(repo.gitDir(), "rev-parse", to + "^{tree}"));
    }

    private String commit(String parent, FileChange... changes) {
        return repo.commit(parent, List.of(changes), RealGit.spec("change"));
    }

    private static FileChange create(String path, byte[] content) {
        return new FileChange.Create(path, content, false);
    }

    private static FileChange modify(String path, String text) {
        return new FileChange.Modify(path, text.getBytes(UTF_8));
    }
}
