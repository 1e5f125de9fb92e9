package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {
    @TempDir
    Path temp;

    private LocalGit git;

    @BeforeEach
    void start() {
        git = RealGit.local(temp.resolve("config"));
    }

    @Test
    void shouldFetchCommitAndCheckOut() throws IOException {
        Path source = RealGit.repository(temp.resolve("source"), "a.txt", "one\n", "dir/b.txt", "two\n");
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        assertThat(found.branch()).isEqualTo("main");

        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run/repo.git"));
        String commit = repo.commit(
                found.commit(),
                List.of(
                        new FileChange.Create("bin/run", "#!/bin/sh\n".getBytes(UTF_8), true),
                        new FileChange.Modify("a.txt", "uno\n".getBytes(UTF_8)),
                        new FileChange.Delete("dir/b.txt")),
                RealGit.spec("second"));
        repo.setRef("refs/heads/ticket", commit);

        assertThat(repo.ref("refs/heads/ticket")).contains(commit);
        assertThat(repo.paths(commit)).containsExactly("a.txt", "bin/run");
        assertThat(repo.tree(commit).entry("bin/run").orElseThrow().kind()).isEqualTo(FileTree.Kind.EXECUTABLE);
        RealGit.git(repo.gitDir(), "fsck", "--strict");

        Path workspace = temp.resolve("work/0001");
        Path gitDir = repo.checkout(workspace, commit);
        assertThat(workspace.resolve("a.txt")).hasContent("uno\n");
        assertThat(workspace.resolve("bin/run")).isExecutable();
        assertThat(workspace.resolve(".git")).doesNotExist();
        assertThat(RealGit.run(
                        workspace, List.of("GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + workspace), "status", "--porcelain"))
                .isEmpty();
        assertThat(repo.snapshot(workspace, commit)).isEmpty();

        Files.writeString(workspace.resolve("new.txt"), "new\n");
        Files.delete(workspace.resolve("a.txt"));
        String again = repo.commit(commit, repo.snapshot(workspace, commit), RealGit.spec("third"));
        assertThat(repo.paths(again)).containsExactly("bin/run", "new.txt");

        repo.checkout(workspace, commit);
        assertThat(repo.snapshot(workspace, commit)).isEmpty();
        repo.remove(workspace);
        assertThat(temp.resolve("work")).isEmptyDirectory();
    }

    @Test
    void shouldGiveTheSameCommitIdForTheSameSpec() throws IOException {
        Path source = RealGit.repository(temp.resolve("source"), "a.txt", "one\n");
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        GitRepository one = git.fetch(found.repository(), "main", found.commit(), temp.resolve("one.git"));
        GitRepository two = git.fetch(found.repository(), "main", found.commit(), temp.resolve("two.git"));
        List<FileChange> changes = List.of(new FileChange.Modify("a.txt", "x".getBytes(UTF_8)));
        String id = one.commit(found.commit(), changes, RealGit.spec("same"));
        assertThat(two.commit(found.commit(), changes, RealGit.spec("same"))).isEqualTo(id);
        assertThat(one.commit(found.commit(), changes, RealGit.spec("same"))).isEqualTo(id);
        assertThat(RealGit.git(one.gitDir(), "cat-file", "-p", id))
                .contains("author Ann <ann@example.org> 1767323045 +0000")
                .contains("committer Ann <ann@example.org> 1767323045 +0000");
    }

    @Test
    void shouldRefuseAChangeThatDoesNotFit() throws IOException {
        Path source = RealGit.repository(temp.resolve("source"), "a/b.txt", "one\n");
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("repo.git"));
        for (FileChange change : List.of(
                new FileChange.Modify("missing", new byte[0]),
                new FileChange.Delete("a"),
                new FileChange.Create("a", new byte[0], false),
                new FileChange.Create("a/b.txt/c", new byte[0], false),
                new FileChange.Create(".git/config", new byte[0], false),
                new FileChange.Create("x/../y", new byte[0], false),
                new FileChange.Create("/etc/passwd", new byte[0], false))) {
            assertThatThrownBy(() -> repo.commit(found.commit(), List.of(change), RealGit.spec("bad")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(change.path());
        }
    }
}
