package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostedRepositoryTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private LocalGit git;
    private Git.Source source;
    private GitRepository work;
    private HostedRepository hosted;

    @BeforeEach
    void start() throws IOException {
        git = RealGit.local(temp.resolve("config"));
        Path folder = RealGit.repository(temp.resolve("source"), "a.txt", "one\n");
        source = git.inspect(folder.toString(), Optional.empty());
        work = git.fetch(source.repository(), "main", source.commit(), temp.resolve("run.git"));
        hosted = git.host(temp.resolve("hosted.git"));
        hosted.follow(source);
    }

    @Test
    void shouldRefuseEveryPushToAFollowedBranch() {
        String commit = change("x");
        String url = hosted.gitDir().toString();
        for (String[] push : new String[][] {
            {"push", url, commit + ":refs/heads/main"},
            {"push", "--force", url, commit + ":refs/heads/main"},
            {"push", url, ":refs/heads/main"},
            {"push", url, commit + ":refs/pull/1/head"}
        }) {
            assertThatThrownBy(() -> RealGit.git(work.gitDir(), push)).hasMessageContaining("deny");
        }
        assertThat(hosted.branch("main")).contains(source.commit());
        RealGit.git(work.gitDir(), "push", "-q", url, commit + ":refs/heads/topic");
        assertThat(hosted.branch("topic")).contains(commit);
        assertThat(hosted.branchesAt(commit)).containsExactly("topic");
    }

    @Test
    void shouldKeepTheFirstBranchAsDefaultAndProtectEveryOneFollowed() {
        RealGit.git(Path.of(source.repository()), "branch", "release");
        hosted.follow(git.inspect(source.repository(), Optional.of("release")));
        hosted.follow(source);
        assertThat(hosted.defaultBranch()).isEqualTo("main");
        assertThat(hosted.protectedBranches()).containsExactly("main", "release");
        assertThatThrownBy(() -> hosted.push(work.gitDir(), change("x"), "release", Optional.of(source.commit())))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("'release'");
    }

    @Test
    void shouldNotAskASourceThatItHasSeen() {
        hosted.follow(new Git.Source("/gone", "main", source.commit()));
        assertThat(hosted.branch("main")).contains(source.commit());
    }

    @Test
    void shouldFollowABranchThatWasRewritten() throws IOException {
        Path folder = Path.of(source.repository());
        RealGit.git(folder, "commit", "-q", "--amend", "-m", "rewritten");
        Git.Source moved = git.inspect(folder.toString(), Optional.empty());
        hosted.follow(moved);
        assertThat(hosted.branch("main")).contains(moved.commit());
    }

    @Test
    void shouldPushAfterAPushThatWasKilled() throws IOException {
        String commit = change("x");
        Files.createDirectories(hosted.gitDir().resolve("refs/heads/openfactory"));
        Files.writeString(hosted.gitDir().resolve("refs/heads/openfactory/run.lock"), "");
        Files.createDirectories(hosted.gitDir().resolve("objects/tmp_objdir-incoming-x/pack"));
        hosted.push(work.gitDir(), commit, "openfactory/run", Optional.empty());
        assertThat(hosted.branch("openfactory/run")).contains(commit);
        assertThat(hosted.repository().paths(commit)).containsExactly("a.txt", "x");
    }

    @Test
    void shouldRefuseNamesThatAreNoBranch() {
        for (String name : new String[] {"", "a..b", "a b", "x.lock", "/x", "@{1}"}) {
            assertThatThrownBy(() -> hosted.push(work.gitDir(), change("x"), name, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseABranchBelowAnotherWithGitsOwnWords() {
        hosted.push(work.gitDir(), change("x"), "topic", Optional.empty());
        assertThatThrownBy(() -> hosted.push(work.gitDir(), change("y"), "topic/below", Optional.empty()))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("refs/heads/topic");
    }

    @Test
    void shouldLetOneOfManyPushesWin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> pushes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String commit = change("file" + i);
                pushes.add(() -> {
                    git.host(hosted.gitDir()).push(work.gitDir(), commit, "race", Optional.empty());
                    return commit;
                });
            }
            List<String> won = new ArrayList<>();
            for (Future<String> push : threads.invokeAll(pushes)) {
                try {
                    won.add(push.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(WorldFault.class).hasMessageContaining("somebody else");
                }
            }
            assertThat(won).hasSize(1);
            assertThat(hosted.branch("race")).contains(won.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    private String change(String path) {
        return work.commit(
                source.commit(),
                List.of(new FileChange.Create(path, path.getBytes(UTF_8), false)),
                RealGit.spec("Add " + path));
    }
}
