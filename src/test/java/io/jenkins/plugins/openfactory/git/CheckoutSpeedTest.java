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
 * in going first. In memory where the machine offers a folder there, because how long ext4 takes to make a file depends on
 * where it is and on what was deleted there in the last half minute. More rounds with {@code -Dopenfactory.rounds=5}.
 */
class CheckoutSpeedTest {
    private static final int FILES = 10_000;
    private static final int ROUNDS = Integer.getInteger("openfactory.rounds", 2);

    private Path temp;

    @BeforeEach
    void start() throws IOException {
        Path memory = Path.of("/dev/shm");
        temp = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "checkout")
                : Files.createTempDirectory("checkout");
    }

    @AfterEach
    void stop() throws IOException {
        Eraser.erase(temp);
    }

    @Test
    void shouldPrintTheTimeOfATenThousandFileCheckout() throws IOException {
        Path source = temp.resolve("source");
        String[] files = new String[2 * FILES];
        for (int i = 0; i < FILES; i++) {
            files[2 * i] = "dir" + i / 100 + "/file" + i + ".txt";
            files[2 * i + 1] = ("content of file " + i + "\n").repeat(40);
        }
        RealGit.repository(source, files);
        RealGit.git(source, "repack", "-a", "-d", "-q");
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

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
