package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingTreeTest {
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
    void shouldWriteEveryByteAsItIsStored() throws IOException {
        String commit = repo.commit(
                base,
                List.of(
                        create(
                                ".gitattributes",
                                "*.txt text eol=crlf ident\n*.bat eol=crlf\n*.u16 working-tree-encoding=UTF-16\n*.lfs filter=lfs\n"),
                        create("lf.txt", "$Id$\nlf\n"),
                        create("crlf.txt", "a\r\nb\r\n"),
                        create("mixed.bat", "a\r\nb\n"),
                        create("bom.txt", "\uFEFFbom\n"),
                        create("x.u16", "text\n"),
                        create("big.lfs", "version https://git-lfs.github.com/spec/v1\n"),
                        create("ünï \"q\".txt", "name\n"),
                        create("n".repeat(255), "long name\n"),
                        new FileChange.Create("run.sh", "#!/bin/sh\n".getBytes(UTF_8), true)),
                RealGit.spec("bytes"));
        Path gitDir = repo.checkout(workspace, commit);
        for (String path : repo.paths(commit)) {
            assertThat(Files.readAllBytes(PathBytes.resolve(workspace, latin(path))))
                    .as(path)
                    .isEqualTo(repo.tree(commit).entry(path).orElseThrow().content());
        }
        assertThat(Files.isExecutable(workspace.resolve("run.sh"))).isTrue();
        assertThat(repo.snapshot(workspace, commit)).isEmpty();
        assertThat(status(gitDir)).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatTheFileSystemCannotHold() {
        String commit = repo.commit(base, List.of(create("n".repeat(256), "too long\n")), RealGit.spec("long"));
        assertThatThrownBy(() -> repo.checkout(workspace, commit)).hasMessageContaining("File name too long");
        repo.checkout(workspace, base);
        assertThat(repo.snapshot(workspace, base)).isEmpty();
    }

    @Test
    void shouldReplaceAWorkspaceThatIsItselfALink() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "kept");
        repo.checkout(workspace, base);
        repo.remove(workspace);
        repo.checkout(workspace, base);
        Eraser.erase(workspace);
        Files.createSymbolicLink(workspace, outside);
        assertThatThrownBy(() -> repo.snapshot(workspace, base)).hasMessageContaining(workspace.toString());
        repo.checkout(workspace, base);
        assertThat(Files.isDirectory(workspace, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(outside.resolve("precious")).hasContent("kept");
    }

    @Test
    void shouldEmptyAWorkspaceOfEverything() throws IOException {
        repo.checkout(workspace, base);
        RealGit.write(workspace, "build/deep/er/out.o", "ignored", "locked/inside", "x", "closed/inside", "x");
        Path deep = workspace;
        for (int i = 0; i < 40; i++) {
            deep = Files.createDirectories(deep.resolve("d".repeat(80)));
        }
        setMode(workspace.resolve("locked"), "r-xr-xr-x");
        setMode(workspace.resolve("closed"), "---------");
        setMode(workspace.resolve("build/deep"), "r-x------");
        if (isRoot()) {
            Files.setAttribute(workspace.resolve("locked/inside"), "unix:uid", 12345);
            Files.setAttribute(workspace.resolve("locked"), "unix:uid", 12345);
            Files.setAttribute(workspace, "unix:uid", 12345);
        }
        repo.checkout(workspace, base);
        assertThat(repo.snapshot(workspace, base)).isEmpty();
        try (var files = Files.list(workspace)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.txt", "dir", ".gitignore");
        }
        repo.remove(workspace);
        assertThat(workspace.getParent()).isEmptyDirectory();
        repo.remove(workspace);
    }

    @Test
    void shouldHaveNothingLeftOfWhatWasToBeRemovedSoonOnceItIsSettledOrClosed() throws IOException {
        repo.checkout(workspace, base);
        repo.removeSoon(workspace);
        repo.settle();
        assertThat(workspace.getParent()).isEmptyDirectory();
        repo.checkout(workspace, base);
        assertThat(repo.isCheckedOut(workspace)).isTrue();
        repo.removeSoon(workspace);
        assertThat(repo.isCheckedOut(workspace)).isFalse();
        repo.checkout(workspace, base);
        repo.removeSoon(workspace);
        repo.checkout(workspace, base);
        assertThat(repo.snapshot(workspace, base)).isEmpty();
        repo.removeSoon(workspace);
        repo.close();
        assertThat(workspace.getParent()).isEmptyDirectory();
    }

    @Test
    void shouldTellWhenItSettlesWhatCouldNotBeRemoved() throws IOException {
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("thesis.txt"), "precious");
        repo.removeSoon(home);
        assertThatThrownBy(repo::settle).isInstanceOf(IllegalArgumentException.class);
        assertThat(home.resolve("thesis.txt")).hasContent("precious");
    }

    @Test
    void shouldEraseATreeDeeperThanAnyPathCanSay() throws Exception {
        repo.checkout(workspace, base);
        String name = "d".repeat(100);
        Path top = Files.createDirectory(workspace.resolve(name));
        for (int i = 0; i < 600; i++) {
            Path above = Files.createDirectory(workspace.resolve("above"));
            Files.move(top, above.resolve(name));
            Files.move(above, top);
        }
        assertThatThrownBy(() -> repo.snapshot(workspace, base)).hasMessageContaining("200 deep");
        repo.checkout(workspace, base);
        assertThat(repo.snapshot(workspace, base)).isEmpty();
        repo.settle();
        assertThat(workspace.getParent().toFile().list()).containsExactlyInAnyOrder("0001", "0001.git");
    }

    @Test
    void shouldLeaveAFolderAloneThatIsNotOurs() throws IOException {
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> repo.checkout(home, base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(home.toString());
        assertThatThrownBy(() -> repo.remove(home)).isInstanceOf(IllegalArgumentException.class);
        assertThat(home.resolve("thesis.txt")).hasContent("precious");
        repo.checkout(Files.createDirectories(temp.resolve("empty")), base);
        GitRepository other = git.fetch(temp.resolve("source").toString(), "main", base, temp.resolve("other.git"));
        assertThatThrownBy(() -> other.checkout(temp.resolve("empty"), base))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldShareOneCopyOfTheObjectsAcrossFileSystems() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(temp)),
                "needs /dev/shm as another file system");
        Path elsewhere = Files.createTempDirectory(memory, "workspaces");
        try {
            List<Object> files = new ArrayList<>();
            for (String name : new String[] {"one", "two"}) {
                Path gitDir = repo.checkout(elsewhere.resolve(name), base);
                assertThat(repo.snapshot(elsewhere.resolve(name), base)).isEmpty();
                try (var packs = Files.list(gitDir.resolve("objects/pack"))) {
                    Path pack = packs.filter(file -> file.toString().endsWith(".pack"))
                            .findFirst()
                            .orElseThrow();
                    files.add(Files.getAttribute(pack, "unix:ino"));
                }
            }
            assertThat(files.get(0)).isEqualTo(files.get(1));
        } finally {
            Eraser.erase(elsewhere);
        }
    }

    @Test
    void shouldFinishWhatACrashLeftHalfDone() throws IOException {
        Path gitDir = repo.checkout(workspace, base);
        Files.writeString(gitDir.resolve("index.lock"), "");
        Files.writeString(gitDir.resolve("index"), "garbage");
        Files.delete(gitDir.resolve("HEAD"));
        Files.delete(workspace.resolve("a.txt"));
        Files.createDirectories(workspace.resolveSibling("0001.erased/0/half"));
        Files.writeString(workspace.resolveSibling("0001.erased/0/half/x"), "x");
        Files.createDirectories(workspace.resolveSibling("0001.erased-17/0/half"));
        Files.createDirectories(workspace.resolveSibling("0001.git.erased-4"));
        try (GitRepository next = git.open(repo.gitDir())) {
            next.checkout(workspace, base);
            assertThat(next.snapshot(workspace, base)).isEmpty();
        }
        assertThat(workspace.getParent().toFile().list()).containsExactlyInAnyOrder("0001", "0001.git");
    }

    @Test
    void shouldReachTheSameFolderHoweverOftenACheckoutIsKilled() throws Exception {
        List<FileChange> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(create("many/" + i % 20 + "/f" + i, "content " + i));
        }
        String commit = repo.commit(base, many, RealGit.spec("many"));
        for (int pause : new int[] {5, 25, 60}) {
            Process process = CheckoutLoop.start(temp.resolve("config"), repo.gitDir(), workspace, base, commit);
            process.waitFor(pause, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            repo.checkout(workspace, commit);
            assertThat(repo.snapshot(workspace, commit)).isEmpty();
            assertThat(repo.snapshot(workspace, base)).hasSize(400);
        }
    }

    @Test
    void shouldLetGitReadTheWorkspaceInASandboxThatShowsOnlyItAndItsGitDirectory() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/bwrap")), "needs bwrap (bubblewrap)");
        Path gitDir = repo.checkout(workspace, base);
        Files.writeString(workspace.resolve("a.txt"), "changed\n");
        assertThat(sandboxed(gitDir, "status", "--porcelain")).isEqualTo(" M a.txt\n");
        assertThat(sandboxed(gitDir, "diff")).contains("-one\n+changed\n");
        assertThat(sandboxed(gitDir, "log", "--format=%s")).isEqualTo("first\n");
    }

    private String sandboxed(Path gitDir, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/bwrap",
                "--unshare-all",
                "--die-with-parent",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--symlink",
                "usr/bin",
                "/bin",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--bind",
                workspace.toString(),
                "/workspace",
                "--ro-bind",
                gitDir.toString(),
                gitDir.toString(),
                "--chdir",
                "/workspace",
                "--clearenv",
                "--setenv",
                "GIT_DIR",
                gitDir.toString(),
                "/usr/bin/git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        Assumptions.assumeFalse(out.startsWith("bwrap:"), "needs a bwrap (bubblewrap) that works here: " + out);
        return out;
    }

    private String status(Path gitDir) {
        return RealGit.run(
                workspace, List.of("GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + workspace), "status", "--porcelain");
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path, text.getBytes(UTF_8), false);
    }

    private static String latin(String path) {
        return new String(path.getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void setMode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void shouldLookAgainWhereAPackHasJustGoneAndGiveUpWhereItStaysAway() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        WorkingTrees.whilePacksGo(() -> {
            if (looks.incrementAndGet() < 3) {
                throw new NoSuchFileException("pack");
            }
        });
        assertThat(looks).hasValue(3);
        assertThatThrownBy(() -> WorkingTrees.whilePacksGo(() -> {
                    throw new NoSuchFileException("pack");
                }))
                .isInstanceOf(NoSuchFileException.class);
    }
}
