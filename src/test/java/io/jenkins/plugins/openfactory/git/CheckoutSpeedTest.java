package io.jenkins.plugins.openfactory.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Prints how long a workspace takes beside {@code git worktree add}; judges only that it is complete. The two take turns
 * in going first. In memory where there is room, because how long ext4 takes to make a file depends on
 * where it is and on what was deleted there in the last half minute. More rounds with {@code -Dopenfactory.rounds=5}.
 */
class CheckoutSpeedTest {
    private static final int FILES = 10_000;
    private static final int ROUNDS = Integer.getInteger("openfactory.rounds", 2);

    private Path temp;

    @BeforeEach
    void start() throws IOException {
        temp = MemoryFolder.create();
    }

    @AfterEach
    void stop() throws IOException {
        Eraser.erase(temp);
    }

    @Test
    void shouldPrintTheTimeOfATenThousandFileCheckout() throws IOException {
        Path source = bigRepository();
        LocalGit git = RealGit.local(temp.resolve("config"));
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("repo.git"));

        List<Long> ours = new ArrayList<>();
        List<Long> again = new ArrayList<>();
        List<Long> snapshots = new ArrayList<>();
        List<Long> worktrees = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Path workspace = temp.resolve("work/" + i);
            Path worktree = temp.resolve("work/worktree" + i);
            Runnable add = () -> worktrees.add(time(() -> RealGit.git(
                    repo.gitDir(), "worktree", "add", "-q", "--detach", worktree.toString(), found.commit())));
            if (i % 2 == 1) {
                add.run();
            }
            ours.add(time(() -> repo.checkout(workspace, found.commit())));
            if (i % 2 == 0) {
                add.run();
            }
            again.add(time(() -> repo.checkout(workspace, found.commit())));
            snapshots.add(time(
                    () -> assertThat(repo.snapshot(workspace, found.commit())).isEmpty()));
            assertThat(Files.exists(workspace.resolve("dir99/file9999.txt"))).isTrue();
            repo.remove(workspace);
            RealGit.git(repo.gitDir(), "worktree", "remove", "--force", worktree.toString());
        }
        System.out.printf(
                "%d files, medians of %d: checkout %d ms, git worktree add %d ms (ratio %.2f), checkout over a former"
                        + " one %d ms, snapshot %d ms%n",
                FILES,
                ROUNDS,
                median(ours),
                median(worktrees),
                (double) median(ours) / median(worktrees),
                median(again),
                median(snapshots));
    }

    private Path bigRepository() throws IOException {
        Path source = Files.createDirectories(temp.resolve("source.git"));
        RealGit.git(source, "init", "-q", "--bare", "-b", "main");
        StringBuilder stream =
                new StringBuilder("commit refs/heads/main\ncommitter Ann <ann@example.org> 0 +0000\ndata 5\nfirst\n");
        for (int i = 0; i < FILES; i++) {
            String text = ("content of file " + i + "\n").repeat(40);
            stream.append("M 100644 inline dir" + i / 100 + "/file" + i + ".txt\ndata " + text.length() + "\n" + text);
        }
        Path file = Files.writeString(temp.resolve("stream"), stream);
        Process load = new ProcessBuilder(RealGit.program().toString(), "--git-dir=" + source, "fast-import", "--quiet")
                .inheritIO()
                .redirectInput(file.toFile())
                .start();
        assertThat(load.onExit().join().exitValue()).isZero();
        return source;
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
