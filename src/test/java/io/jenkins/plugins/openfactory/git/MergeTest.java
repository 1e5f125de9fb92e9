package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.git.MergeOutcome.Conflict;
import io.jenkins.plugins.openfactory.git.MergeOutcome.Merged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    private static final List<String> LINES =
            IntStream.range(0, 30).mapToObj(i -> "line " + i).toList();

    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private GitRepository repo;
    private String base;

    @BeforeEach
    void start() throws IOException {
        Path source = RealGit.repository(
                temp.resolve("source"),
                "long.txt",
                String.join("\n", LINES) + "\n",
                "crlf.txt",
                "a\r\nb\r\nc\r\nd\r\n");
        LocalGit git = RealGit.local(temp.resolve("config"));
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("repo.git"));
        base = found.commit();
    }

    @Test
    void shouldKeepACommitThatIsInPlace() {
        String ticket = edit(base, 3, "changed");
        assertThat(repo.replant(base, ticket, base, RealGit.spec("x"))).isEqualTo(new Merged(ticket));
        String second = edit(ticket, 20, "too");
        Merged one = (Merged) repo.replant(base, second, base, RealGit.spec("both as one"));
        assertThat(one.commit()).isNotEqualTo(second);
        assertThat(repo.diff(one.commit(), second)).isEmpty();
        assertThat(RealGit.git(repo.gitDir(), "rev-list", "--count", base + ".." + one.commit()))
                .isEqualTo("1\n");
    }

    @Test
    void shouldReplantOntoAnotherCommit() {
        String first = edit(base, 3, "first");
        String second = edit(base, 20, "second");
        Merged merged = (Merged) repo.replant(base, second, first, RealGit.spec("second"));
        assertThat(lines(merged.commit())).contains("first", "second");
        assertThat(RealGit.git(repo.gitDir(), "rev-parse", merged.commit() + "^")
                        .strip())
                .isEqualTo(first);
        assertThat(repo.message(merged.commit())).isEqualTo("second\n");
        assertThat(repo.replant(base, second, first, RealGit.spec("second"))).isEqualTo(merged);
    }

    @Test
    void shouldReplantOnlyTheChangeFromItsBase() {
        String lower = edit(base, 3, "lower");
        String upper = edit(lower, 20, "upper");
        String other = edit(base, 10, "other");
        Merged merged = (Merged) repo.replant(lower, upper, other, RealGit.spec("upper"));
        assertThat(lines(merged.commit())).contains("upper", "other").doesNotContain("lower");
    }

    @Test
    void shouldMakeNoEmptyCommit() {
        String first = edit(base, 3, "same");
        assertThat(repo.replant(base, edit(base, 3, "same"), first, RealGit.spec("again")))
                .isEqualTo(new Merged(first));
    }

    @Test
    void shouldNameConflicts() {
        String first = edit(base, 3, "first");
        String second = repo.commit(
                edit(base, 3, "second"), List.of(new FileChange.Delete("crlf.txt")), RealGit.spec("delete"));
        String third = repo.commit(
                first,
                List.of(new FileChange.Modify("crlf.txt", "a\r\nb\r\nc\r\nD\r\n".getBytes(UTF_8))),
                RealGit.spec("edit"));
        assertThat(repo.replant(base, second, third, RealGit.spec("x")))
                .isEqualTo(new Conflict(List.of("crlf.txt", "long.txt")));
        assertThat(repo.merge(base, third, second, RealGit.spec("x")))
                .isEqualTo(new Conflict(List.of("crlf.txt", "long.txt")));
    }

    @Test
    void shouldNameAConflictOfFilesBothAddedAndOfAFileAgainstAFolder() {
        String one = create(base, "new", "one\n");
        String two = create(base, "new", "two\n");
        String folder = create(base, "new/inside", "x\n");
        assertThat(repo.merge(base, one, two, RealGit.spec("x"))).isEqualTo(new Conflict(List.of("new")));
        assertThat(repo.merge(base, one, folder, RealGit.spec("x")))
                .isInstanceOfSatisfying(
                        Conflict.class,
                        conflict -> assertThat(conflict.paths()).isNotEmpty().allMatch(path -> path.startsWith("new")));
    }

    @Test
    void shouldMergeTwoHistories() {
        String ours = edit(base, 3, "ours");
        String theirs = edit(edit(base, 20, "theirs"), 25, "more");
        Merged merged = (Merged) repo.merge(base, ours, theirs, RealGit.spec("merge"));
        assertThat(lines(merged.commit())).contains("ours", "theirs", "more");
        assertThat(repo.isAncestor(ours, merged.commit())).isTrue();
        assertThat(repo.isAncestor(theirs, merged.commit())).isTrue();
        assertThat(repo.isAncestor(merged.commit(), ours)).isFalse();
        assertThat(repo.merge(base, base, theirs, RealGit.spec("x"))).isEqualTo(new Merged(theirs));
        assertThat(repo.merge(base, theirs, base, RealGit.spec("x"))).isEqualTo(new Merged(theirs));
        assertThat(repo.merge(base, ours, ours, RealGit.spec("x"))).isEqualTo(new Merged(ours));
    }

    @Test
    void shouldKeepLineEndsAndModes() {
        String ours = repo.commit(
                base,
                List.of(
                        new FileChange.Modify("crlf.txt", "A\r\nb\r\nc\r\nd\r\n".getBytes(UTF_8)),
                        new FileChange.Create("run", "x".getBytes(UTF_8), true)),
                RealGit.spec("ours"));
        String theirs = repo.commit(
                base,
                List.of(new FileChange.Modify("crlf.txt", "a\r\nb\r\nc\r\nD".getBytes(UTF_8))),
                RealGit.spec("theirs"));
        Merged merged = (Merged) repo.merge(base, ours, theirs, RealGit.spec("merge"));
        assertThat(repo.tree(merged.commit()).entry("crlf.txt").orElseThrow().content())
                .isEqualTo("A\r\nb\r\nc\r\nD".getBytes(UTF_8));
        assertThat(repo.tree(merged.commit()).entry("run").orElseThrow().kind()).isEqualTo(FileTree.Kind.EXECUTABLE);
    }

    @Test
    void shouldSquash() {
        String last = edit(edit(base, 1, "one"), 2, "two");
        String squashed = repo.squash(base, last, RealGit.spec("all of it"));
        assertThat(repo.diff(squashed, last)).isEmpty();
        assertThat(RealGit.git(repo.gitDir(), "rev-parse", squashed + "^").strip())
                .isEqualTo(base);
        assertThat(repo.squash(base, last, RealGit.spec("all of it"))).isEqualTo(squashed);
    }

    @Test
    void shouldReachTheSameTreeInEveryOrder() {
        List<String> tickets = List.of(
                edit(base, 2, "a"),
                edit(base, 10, "b"),
                edit(base, 18, "c"),
                edit(base, 26, "d"),
                create(base, "e", "e"),
                repo.commit(base, List.of(new FileChange.Delete("crlf.txt")), RealGit.spec("f")));
        Random random = new Random(7);
        Set<String> trees = new HashSet<>();
        for (int round = 0; round < 10; round++) {
            List<String> order = new ArrayList<>(tickets);
            Collections.shuffle(order, random);
            String head = base;
            for (String ticket : order) {
                head = ((Merged) repo.replant(base, ticket, head, RealGit.spec("train"))).commit();
            }
            trees.add(RealGit.git(repo.gitDir(), "rev-parse", head + "^{tree}"));
        }
        assertThat(trees).hasSize(1);
        RealGit.git(repo.gitDir(), "fsck", "--strict");
    }

    /** Git's own cherry-pick is the oracle: where both merge, they make the same tree. */
    @Test
    void shouldAgreeWithGit() {
        Path clone = temp.resolve("clone");
        RealGit.git(temp, "clone", "-q", "--no-checkout", repo.gitDir().toString(), clone.toString());
        Random random = new Random(11);
        int merged = 0;
        for (int round = 0; round < 25; round++) {
            String ours = edit(edit(base, random.nextInt(30), "ours " + round), random.nextInt(30), "more");
            String theirs = edit(base, random.nextInt(30), "theirs " + round);
            MergeOutcome outcome = repo.replant(base, theirs, ours, RealGit.spec("x"));
            RealGit.git(clone, "fetch", "-q", repo.gitDir().toString(), ours, theirs);
            String expected = RealGit.tryMergeFile(clone, temp, base, ours, theirs, "long.txt");
            assertThat(outcome instanceof Merged).as("round %d", round).isEqualTo(!expected.isEmpty());
            if (outcome instanceof Merged done) {
                merged++;
                assertThat(String.join("\n", lines(done.commit())) + "\n").isEqualTo(expected);
            }
        }
        assertThat(merged).isBetween(5, 24);
    }

    private String edit(String parent, int line, String text) {
        List<String> lines = new ArrayList<>(lines(parent));
        lines.set(line, text);
        byte[] content = (lines.stream().collect(Collectors.joining("\n")) + "\n").getBytes(UTF_8);
        return repo.commit(parent, List.of(new FileChange.Modify("long.txt", content)), RealGit.spec("edit " + text));
    }

    private String create(String parent, String path, String text) {
        return repo.commit(
                parent, List.of(new FileChange.Create(path, text.getBytes(UTF_8), false)), RealGit.spec("create"));
    }

    private List<String> lines(String commit) {
        return new String(repo.tree(commit).entry("long.txt").orElseThrow().content(), UTF_8)
                .lines()
                .toList();
    }
}
