package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    Path temp;

    private LocalGit git;
    private GitRepository repo;
    private String base;
    private Path workspace;

    @BeforeEach
    void start() throws IOException {
        git = RealGit.local(temp.resolve("config"));
        Path source = RealGit.repository(
                temp.resolve("source"), "a.txt", "one\n", "dir/b.txt", "two\n", ".gitignore", "/build/\n*.log\n");
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run/repo.git"));
        base = found.commit();
        workspace = temp.resolve("work/0001");
    }

    @Test
    void shouldSeeEveryKindOfChange() throws IOException {
        repo.checkout(workspace, base);
        Files.writeString(workspace.resolve("a.txt"), "uno\n");
        Files.delete(workspace.resolve("dir/b.txt"));
        Files.createSymbolicLink(workspace.resolve("dir/b.txt"), Path.of("/etc/passwd"));
        RealGit.write(workspace, "new/run", "x", "build/out.o", "ignored", "dir/x.log", "ignored");
        setMode(workspace.resolve("new/run"), "rwxr-xr-x");
        List<FileChange> changes = repo.snapshot(workspace, base);
        assertThat(changes)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new FileChange.Modify("a.txt", "uno\n".getBytes(UTF_8)),
                        new FileChange.Delete("dir/b.txt"),
                        new FileChange.Create("new/run", "x".getBytes(UTF_8), true));
        String next = repo.commit(base, changes, RealGit.spec("changes"));
        Files.delete(workspace.resolve("dir/b.txt"));
        assertThat(repo.snapshot(workspace, next)).isEmpty();
    }

    @Test
    void shouldSeeAChangeThatKeepsSizeAndTime() throws IOException {
        repo.checkout(workspace, base);
        var time = Files.getLastModifiedTime(workspace.resolve("a.txt"));
        Files.writeString(workspace.resolve("a.txt"), "ONE\n");
        Files.setLastModifiedTime(workspace.resolve("a.txt"), time);
        assertThat(repo.snapshot(workspace, base)).hasSize(1);
    }

    @Test
    void shouldSeeModesAndSwapsOfFilesAndFolders() throws IOException {
        repo.checkout(workspace, base);
        setMode(workspace.resolve("a.txt"), "rwxr-xr-x");
        Files.delete(workspace.resolve("dir/b.txt"));
        Files.delete(workspace.resolve("dir"));
        Files.writeString(workspace.resolve("dir"), "a file");
        Files.delete(workspace.resolve(".gitignore"));
        RealGit.write(workspace, ".gitignore/inside", "a folder");
        List<FileChange> changes = repo.snapshot(workspace, base);
        String next = repo.commit(base, changes, RealGit.spec("swap"));
        assertThat(repo.paths(next)).containsExactly(".gitignore/inside", "a.txt", "dir");
        assertThat(repo.snapshot(workspace, next)).isEmpty();
        repo.checkout(temp.resolve("work/other"), base);
        assertThat(repo.commit(next, repo.snapshot(temp.resolve("work/other"), next), RealGit.spec("back")))
                .satisfies(back -> assertThat(repo.diff(back, base)).isEmpty());
    }

    @Test
    void shouldIgnoreWhatGitIgnores() throws IOException {
        String commit = repo.commit(
                base,
                List.of(
                        new FileChange.Modify(
                                ".gitignore",
                                ("\uFEFF# comment\n/build/\r\n*.log\n!keep.log\n/root.txt\n**/gen/**\na/**/z\n\\#hash\n\\!bang\n"
                                                + "foo/*\n!foo/bar\nspace \ntrail\\ \n[ab].txt\nonly/\nq?z\n")
                                        .getBytes(UTF_8)),
                        create("build/tracked", "tracked\n")),
                RealGit.spec("ignore"));
        Path gitDir = repo.checkout(workspace, commit);
        String[] paths = {
            "build/x",
            "x/build/y",
            "x.log",
            "keep.log",
            "d/keep.log",
            "root.txt",
            "d/root.txt",
            "gen/x",
            "d/gen/e/x",
            "a/z",
            "a/b/c/z",
            "#hash",
            "!bang",
            "foo/x",
            "foo/bar/y",
            "space",
            "trail ",
            "a.txt/x",
            "b.txt",
            "c.txt",
            "only",
            "d/only/x",
            "qxz",
            "q/z",
            "sub/x.tmp",
            "sub/deep/y.tmp",
            "sub/no.log"
        };
        for (String path : paths) {
            RealGit.write(workspace, path.equals("a.txt/x") ? "e/b.txt" : path, "x");
        }
        RealGit.write(workspace, "sub/.gitignore", "*.tmp\n!no.log\n");
        List<String> expected = new ArrayList<>(List.of(RealGit.run(
                        workspace,
                        List.of("GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + workspace),
                        "ls-files",
                        "-z",
                        "--others",
                        "--exclude-per-directory=.gitignore")
                .split("\0")));
        expected.sort(null);
        assertThat(repo.snapshot(workspace, commit))
                .extracting(FileChange::path)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void shouldKeepLinksAndSubmodulesOfTheRepositoryAsTheyAre() throws IOException {
        Path clone = temp.resolve("clone");
        RealGit.git(temp, "clone", "-q", temp.resolve("source").toString(), clone.toString());
        Files.createSymbolicLink(clone.resolve("out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(clone.resolve("up"), Path.of("../../../elsewhere"));
        RealGit.git(clone, "update-index", "--add", "--cacheinfo", "160000," + base + ",module");
        RealGit.write(clone, ".gitmodules", "[submodule \"module\"]\n\tpath = module\n\turl = ext::sh -c touch\n");
        RealGit.git(clone, "add", "out", "up", ".gitmodules");
        RealGit.git(clone, "commit", "-q", "-m", "links");
        RealGit.git(clone, "push", "-q", repo.gitDir().toString(), "HEAD:refs/heads/links");
        String commit = repo.ref("refs/heads/links").orElseThrow();

        repo.checkout(workspace, commit);
        assertThat(Files.readSymbolicLink(workspace.resolve("out"))).isEqualTo(Path.of("/etc/passwd"));
        assertThat(workspace.resolve("module")).isEmptyDirectory();
        assertThat(repo.snapshot(workspace, commit)).isEmpty();

        RealGit.write(workspace, "module/inside.txt", "not ours");
        Files.delete(workspace.resolve("up"));
        Files.createSymbolicLink(workspace.resolve("up"), Path.of("somewhere/else"));
        Files.delete(workspace.resolve("out"));
        Files.writeString(workspace.resolve("out"), "a file now");
        Files.createSymbolicLink(workspace.resolve("fresh"), Path.of("/etc/shadow"));
        assertThat(repo.snapshot(workspace, commit))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(create("out", "a file now"), new FileChange.Delete("up"));
    }

    @Test
    void shouldExecuteAndFollowNothingOfAHostileWorkspace() throws IOException {
        Path marker = temp.resolve("executed");
        Path secret = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(secret.resolve("secret.txt"), "secret");
        repo.checkout(workspace, base);
        String config = "[core]\n\tfsmonitor = touch " + marker + "\n\thooksPath = hooks\n\tworktree = /\n"
                + "[filter \"evil\"]\n\tclean = touch " + marker + "\n\tsmudge = touch " + marker
                + "\n[alias]\n\tstatus = !touch " + marker + "\n";
        RealGit.write(
                workspace,
                ".git/config",
                config,
                ".git/HEAD",
                "ref: refs/heads/main\n",
                ".git/hooks/post-checkout",
                "#!/bin/sh\ntouch " + marker + "\n",
                "dir/.git/config",
                config,
                "dir/.GIT/config",
                config,
                ".gitattributes",
                "* filter=evil diff=evil merge=evil\n",
                ".gitmodules",
                "[submodule \"x\"]\n\tpath = x\n\turl = ext::touch " + marker + "\n");
        setMode(workspace.resolve(".git/hooks/post-checkout"), "rwxr-xr-x");
        Files.createSymbolicLink(workspace.resolve("linked"), secret);
        Files.createSymbolicLink(workspace.resolve("dir/secret.txt"), secret.resolve("secret.txt"));
        Files.createDirectories(workspace.resolve("sub"));
        Files.createSymbolicLink(workspace.resolve("sub/.gitignore"), secret.resolve("secret.txt"));
        assertThat(new ProcessBuilder("mkfifo", workspace.resolve("pipe").toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();

        assertThat(repo.snapshot(workspace, base))
                .extracting(FileChange::path)
                .containsExactly(".gitattributes", ".gitmodules");
        String commit = repo.commit(base, repo.snapshot(workspace, base), RealGit.spec("hostile"));
        repo.checkout(workspace, commit);
        assertThat(workspace.resolve(".git")).doesNotExist();
        assertThat(workspace.resolve("linked")).doesNotExist();
        assertThat(secret.resolve("secret.txt")).hasContent("secret");
        assertThat(marker).doesNotExist();
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path, text.getBytes(UTF_8), false);
    }

    private static void setMode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
