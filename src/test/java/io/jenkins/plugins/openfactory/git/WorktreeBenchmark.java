package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.benchmark.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A working tree of a ticket beside {@code git worktree add} of the same commit, 10,000 files of 700 bytes. No test.
 * Arguments: a folder on the disk to measure.
 */
final class WorktreeBenchmark {
    private static final int FILES = 10_000;
    private static final int ROUNDS = 11;

    private WorktreeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "tree-benchmark")
                .toRealPath();
        Path source = source(folder);
        LocalGit git = RealGit.local(folder.resolve("config"));
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        GitRepository repository = git.fetch(found.repository(), "main", found.commit(), folder.resolve("repo.git"));
        Bench.Pair pair = Bench.inTurns(
                1,
                ROUNDS,
                round -> repository.checkout(folder.resolve("ours" + round), found.commit()),
                round -> RealGit.git(
                        repository.gitDir(),
                        "worktree",
                        "add",
                        "-q",
                        "--detach",
                        folder.resolve("theirs" + round).toString(),
                        found.commit()));
        Bench.row("working tree of a ticket, 10,000 files", pair.ours(), "git worktree add", pair.other(), 1.1);
    }

    private static Path source(Path folder) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source.git"));
        RealGit.git(source, "init", "-q", "--bare", "-b", "main");
        StringBuilder stream =
                new StringBuilder("commit refs/heads/main\ncommitter Ann <ann@example.org> 0 +0000\ndata 5\nfirst\n");
        for (int i = 0; i < FILES; i++) {
            String text = ("content of file " + i + "\n").repeat(40);
            stream.append("M 100644 inline dir" + i / 100 + "/file" + i + ".txt\ndata " + text.length() + "\n" + text);
        }
        Path file = Files.writeString(folder.resolve("stream"), stream);
        Process load = new ProcessBuilder(RealGit.program().toString(), "--git-dir=" + source, "fast-import", "--quiet")
                .inheritIO()
                .redirectInput(file.toFile())
                .start();
        if (load.waitFor() != 0) {
            throw new IllegalStateException("git fast-import failed");
        }
        return source;
    }
}
