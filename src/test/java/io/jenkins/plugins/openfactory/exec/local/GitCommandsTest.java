package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommandsTest {
    @TempDir
    private Path folder;

    private RunnerFixture fixture;
    private Path gitDir;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "needs git");
        fixture = RunnerFixture.full(folder, CommandPolicy.shipped());
        fixture.file("a.txt", "one\n");
        Path bare = folder.resolve("home/repo.git");
        Files.createDirectories(bare.getParent());
        git("init", "-q", "--bare", bare.toString());
        git("--git-dir=" + bare, "--work-tree=" + fixture.workspace, "add", "a.txt");
        git(
                "--git-dir=" + bare,
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "--work-tree=" + fixture.workspace,
                "commit",
                "-q",
                "-m",
                "first");
        Path tree = folder.resolve("tree");
        git("--git-dir=" + bare, "worktree", "add", "-q", "-b", "work", tree.toString());
        gitDir = bare.resolve("worktrees/tree");
        fixture.file("a.txt", "one\ntwo\n");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("/usr/bin/git"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .directory(new File(fixture.workspace.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private CommandOutcome run(Optional<Path> directory, String... argv) {
        CommandRequest request = fixture.request(argv);
        return fixture.run(RunnerFixture.with(request, "", directory, Optional.empty()));
    }

    private String said(String... argv) {
        return ((CommandResult) run(Optional.of(gitDir), argv)).stdout();
    }

    @Test
    void shouldReadStateAndHistoryFromADirectoryOutside() {
        assertThat(said("git", "status", "--short")).isEqualTo(" M a.txt\n");
        assertThat(said("git", "diff")).contains("+two");
        assertThat(said("git", "log", "--oneline")).contains("first");
        assertThat(said("git", "show", "HEAD:a.txt")).isEqualTo("one\n");
        assertThat(said("git", "branch", "--show-current")).isEqualTo("work\n");
    }

    @Test
    void shouldFireNothingOfAHostileWorkspace() {
        fixture.file(".git/config", """
                [core]
                    fsmonitor = touch /workspace/pwned
                    pager = touch /workspace/pwned
                    hooksPath = /workspace/hooks
                    sshCommand = touch /workspace/pwned
                [diff "evil"]
                    textconv = touch /workspace/pwned;cat
                    command = touch /workspace/pwned
                [filter "evil"]
                    clean = touch /workspace/pwned;cat
                    smudge = touch /workspace/pwned;cat
                [diff]
                    external = touch /workspace/pwned
                [alias]
                    status = !touch /workspace/pwned
                """);
        fixture.file(".git/HEAD", "ref: refs/heads/master\n")
                .file(".git/objects/x", "")
                .file(".git/refs/x", "");
        fixture.file(".gitattributes", "* diff=evil filter=evil\n");
        fixture.file("hooks/post-index-change", "#!/bin/sh\ntouch /workspace/pwned\n");

        for (String line :
                List.of("status", "diff", "diff --stat", "log -p", "show", "blame a.txt", "grep one", "ls-files")) {
            List<String> argv = new ArrayList<>(List.of("git"));
            argv.addAll(List.of(line.split(" ")));
            assertThat(said(argv.toArray(String[]::new))).as(line).isNotEmpty();
        }
        assertThat(fixture.workspace.resolve("pwned")).doesNotExist();
    }

    @Test
    void shouldGiveTheGitDirectoryToBuildsReadOnly() {
        fixture.file(
                "Makefile",
                "all:\n\t@git --git-dir=" + gitDir + " log --oneline | wc -l\n\t@touch " + gitDir
                        + "/x 2>/dev/null || echo read-only\n\t@touch "
                        + gitDir.getParent().getParent()
                        + "/config 2>/dev/null || echo read-only\n");

        assertThat(said("make")).isEqualTo("1\nread-only\nread-only\n");
    }

    @Test
    void shouldRefuseGitWithoutADirectoryOutside() {
        assertThat(((Denied) run(Optional.empty(), "git", "status")).code()).isEqualTo("PATH");
        assertThat(((Denied) run(Optional.of(fixture.workspace.resolve(".git")), "git", "status")).reason())
                .contains("must be outside the workspace");
        assertThat(((Denied) run(Optional.of(folder.resolve("nowhere")), "git", "status")).code())
                .isEqualTo("PATH");
        assertThat(run(Optional.empty(), "ls")).isInstanceOf(CommandResult.class);
    }

    @Test
    void shouldReachADirectoryBelowAClosedOneAsRoot() throws IOException {
        assumeTrue(SandboxUser.ownUid() == 0, "needs to run as root");
        Files.setPosixFilePermissions(folder.resolve("home"), PosixFilePermissions.fromString("rwx------"));

        assertThat(said("git", "log", "--oneline")).contains("first");
    }
}
