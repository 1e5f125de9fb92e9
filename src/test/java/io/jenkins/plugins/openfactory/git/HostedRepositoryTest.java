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
    void shouldPushWhatGitFindsWhole() throws IOException {
        String second = work.commit(
                source.commit(),
                List.of(
                        new FileChange.Create("deep/er/b.txt", "b\n".getBytes(UTF_8), false),
                        new FileChange.Create("run.sh", "#!/bin/sh\n".getBytes(UTF_8), true),
                        new FileChange.Create("thing", "a file\n".getBytes(UTF_8), false)),
                RealGit.spec("Add a folder"));
        String third = work.commit(
                second,
                List.of(
                        new FileChange.Delete("thing"),
                        new FileChange.Create("thing/inside.txt", "now a folder\n".getBytes(UTF_8), false),
                        new FileChange.Modify("deep/er/b.txt", new byte[2 << 20]),
                        new FileChange.Delete("a.txt")),
                RealGit.spec("Turn a file into a folder"));
        letGitRefuse();
        hosted.push(work.gitDir(), third, "openfactory/run", Optional.empty());
        assertThat(hosted.branch("openfactory/run")).contains(third);
        assertWhole(third);

        String fourth = work.commit(
                third,
                List.of(new FileChange.Create("deep/c.txt", "c\n".getBytes(UTF_8), false)),
                RealGit.spec("Add one more"));
        hosted.push(work.gitDir(), fourth, "openfactory/run", Optional.of(third));
        assertWhole(fourth);
    }

    @Test
    void shouldLeaveALargePushToGit() throws IOException {
        List<FileChange> many = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            many.add(new FileChange.Create("many/" + i, ("file " + i).getBytes(UTF_8), false));
        }
        String commit = work.commit(source.commit(), many, RealGit.spec("Add many"));
        letGitRefuse();
        assertThatThrownBy(() -> hosted.push(work.gitDir(), commit, "openfactory/run", Optional.empty()))
                .as("git itself is asked")
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("unpack");
        RealGit.git(hosted.gitDir(), "config", "--unset", "receive.maxInputSize");
        hosted.push(work.gitDir(), commit, "openfactory/run", Optional.empty());
        assertWhole(commit);
    }

    @Test
    void shouldCompleteAPackThatAKilledPushLeftWithoutItsIndex() throws IOException {
        String commit = change("folder/x");
        hosted.push(work.gitDir(), commit, "openfactory/run", Optional.empty());
        Files.delete(hosted.gitDir().resolve("refs/heads/openfactory/run"));
        try (var indexes = Files.newDirectoryStream(hosted.gitDir().resolve("objects/pack"), "*.idx")) {
            for (Path index : indexes) {
                if (RealGit.git(hosted.gitDir(), "verify-pack", "-v", index.toString())
                        .contains(commit)) {
                    Files.delete(index);
                }
            }
        }
        hosted.push(work.gitDir(), commit, "openfactory/run", Optional.empty());
        assertWhole(commit);
    }

    @Test
    void shouldMakeOnePackOfTheManyThatPushesLeave() throws IOException {
        String unborn = change("unborn");
        RealGit.git(work.gitDir(), "push", "-q", hosted.gitDir().toString(), unborn + ":refs/heads/gone");
        RealGit.git(hosted.gitDir(), "update-ref", "-d", "refs/heads/gone");
        String last = source.commit();
        for (int i = 0; i < 55; i++) {
            last = work.commit(
                    last,
                    List.of(new FileChange.Create("file " + i, "x\n".getBytes(UTF_8), false)),
                    RealGit.spec("Add one"));
            hosted.push(work.gitDir(), last, "run-" + i, Optional.empty());
        }
        assertThat(packs()).isGreaterThan(55);
        hosted.follow(source);
        assertThat(packs()).isEqualTo(1);
        assertWhole(last);
        assertThat(hosted.repository().paths(last)).hasSize(56);
        assertThat(RealGit.git(hosted.gitDir(), "cat-file", "-t", unborn))
                .as("no ref leads to it, so somebody may just be pushing it")
                .isEqualTo("commit\n");
    }

    @Test
    void shouldGoOnWhereThePacksCannotBeMadeOne() throws IOException {
        for (int i = 0; i < 55; i++) {
            Files.writeString(hosted.gitDir().resolve("objects/pack/pack-" + i + ".pack"), "half a pack");
        }
        Files.writeString(hosted.gitDir().resolve("refs/heads/broken"), "1".repeat(40) + "\n");
        hosted.follow(source);
        hosted.push(work.gitDir(), change("x"), "topic", Optional.empty());
        assertThat(hosted.branch("main")).contains(source.commit());
        assertThat(packs()).isGreaterThan(55);
    }

    private int packs() {
        return hosted.gitDir().resolve("objects/pack").toFile().list((folder, name) -> name.endsWith(".pack")).length;
    }

    @Test
    void shouldRefuseAHistoryThatEndsWithinThePush() throws IOException {
        Path other = RealGit.repository(temp.resolve("other"), "b.txt", "one\n");
        RealGit.write(other, "b.txt", "two\n");
        RealGit.git(other, "commit", "-q", "-a", "-m", "second");
        Path shallow = temp.resolve("shallow.git");
        RealGit.git(temp, "clone", "-q", "--bare", "--depth=1", "file://" + other, shallow.toString());
        String commit = RealGit.git(shallow, "rev-parse", "HEAD").trim();
        assertThatThrownBy(() -> hosted.push(shallow, commit, "openfactory/run", Optional.empty()))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("shallow");
        assertThat(hosted.branch("openfactory/run")).isEmpty();
    }

    /** From now on git receives no pack, however small. */
    private void letGitRefuse() {
        RealGit.git(hosted.gitDir(), "config", "receive.maxInputSize", "1");
    }

    /** Everything that a commit leads to is there and as the run's own repository has it. */
    private void assertWhole(String commit) {
        assertThat(RealGit.git(hosted.gitDir(), "fsck", "--full", "--strict", "--no-dangling"))
                .isEmpty();
        assertThat(RealGit.git(hosted.gitDir(), "rev-list", "--objects", commit))
                .isEqualTo(RealGit.git(work.gitDir(), "rev-list", "--objects", commit));
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
