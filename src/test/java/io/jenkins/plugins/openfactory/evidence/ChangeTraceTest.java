package io.jenkins.plugins.openfactory.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.git.FileDiff;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.RealGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose each hunk is, over real commits. */
class ChangeTraceTest {
    @TempDir
    Path folder;

    private GitRepository repository;
    private String base;
    private final Map<String, String> owners = new HashMap<>();

    @BeforeEach
    void repository() throws IOException {
        Path source = RealGit.repository(
                folder.resolve("source"),
                "A.txt",
                numbered(1, 60),
                "B.txt",
                numbered(1, 5),
                "same.txt",
                "x\n".repeat(12));
        base = RealGit.git(source, "rev-parse", "HEAD").strip();
        repository =
                RealGit.local(folder.resolve("git")).fetch(source.toString(), "main", base, folder.resolve("r.git"));
    }

    private static String numbered(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }

    private String commit(String parent, String owner, FileChange... changes) {
        String commit = repository.commit(parent, List.of(changes), RealGit.spec("of " + owner));
        owners.put(commit, owner);
        return commit;
    }

    private static FileChange modify(String path, String text) {
        return new FileChange.Modify(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private ChangeTrace follow(String head) {
        return ChangeTrace.follow(
                base,
                repository.history(base, head),
                owners,
                path -> Set.of("0009"),
                new ChangeTrace.Differences(repository::changes, repository::diff));
    }

    private static List<Set<String>> places(ChangeTrace trace, String path) {
        return trace.files().stream()
                .filter(file -> file.file().path().equals(path))
                .flatMap(file -> file.places().stream())
                .map(ChangeTrace.Place::owners)
                .toList();
    }

    @Test
    void shouldTellTheHunksOfOneFileApart() {
        String text = numbered(1, 60);
        String one = text.replace("line 5\n", "line 5 of one\n");
        String two = one.replace("line 40\n", "");
        String head = commit(
                commit(commit(base, "0001", modify("A.txt", one)), "0002", modify("A.txt", two)),
                "fix 1",
                modify("A.txt", two + "end\n"));

        ChangeTrace trace = follow(head);

        assertThat(places(trace, "A.txt")).containsExactly(Set.of("0001"), Set.of("0002"), Set.of("fix 1"));
        assertThat(trace.commits().stream().map(ChangeTrace.Commit::owner)).containsExactly("0001", "0002", "fix 1");
        assertThat(trace.files().get(0).contract()).containsExactly("0009");
    }

    @Test
    void shouldNameEverybodyWhoHadAPartInAHunk() {
        String one = numbered(1, 5) + "one\n";
        String head = commit(commit(base, "0001", modify("B.txt", one)), "0002", modify("B.txt", one + "two\n"));

        assertThat(places(follow(head), "B.txt")).containsExactly(Set.of("0001", "0002"));
    }

    @Test
    void shouldForgetWhoseLinesAreGoneAgain() {
        String head = commit(
                commit(base, "0001", modify("B.txt", numbered(1, 5) + "one\n")),
                "0002",
                modify("B.txt", numbered(1, 5) + "two\n"));

        assertThat(places(follow(head), "B.txt")).containsExactly(Set.of("0002"));
    }

    @Test
    void shouldKnowACommitThatNobodyOwns() {
        String one = commit(base, "0001", modify("B.txt", numbered(1, 5) + "one\n"));
        String stray = repository.commit(one, List.of(modify("A.txt", "stray\n" + numbered(1, 60))), RealGit.spec("s"));

        ChangeTrace trace = follow(stray);

        assertThat(places(trace, "A.txt")).containsExactly(Set.of(ChangeTrace.NOBODY));
        assertThat(places(trace, "B.txt")).containsExactly(Set.of("0001"));
    }

    @Test
    void shouldFollowCreatedDeletedRenamedAndBinaryFiles() {
        byte[] picture = {0, 1, 2, (byte) 0xff, 0};
        String made = commit(
                base,
                "0001",
                create("new.txt", numbered(1, 30)),
                new FileChange.Delete("B.txt"),
                new FileChange.Create("p.bin", picture, false));
        String moved = commit(
                made,
                "0002",
                new FileChange.Delete("A.txt"),
                create("C.txt", numbered(1, 60).replace("line 9\n", "line nine\n")));

        ChangeTrace trace = follow(moved);

        assertThat(places(trace, "new.txt")).containsExactly(Set.of("0001"));
        assertThat(places(trace, "B.txt")).containsExactly(Set.of("0001"));
        assertThat(places(trace, "C.txt")).containsExactly(Set.of("0002"));
        assertThat(trace.files().stream()
                        .filter(file -> file.file().path().equals("p.bin"))
                        .map(ChangeTrace.File::owners))
                .containsExactly(Set.of("0001"));
    }

    @Test
    void shouldCountEqualLinesForEverybodyWhoChangedTheFile() {
        String head =
                commit(commit(base, "0001", modify("same.txt", "x\n".repeat(13))), "0002", modify("B.txt", "other\n"));

        assertThat(places(follow(head), "same.txt")).containsExactly(Set.of("0001"));
    }

    @Test
    void shouldFindTheOwnerOfEveryLineThatAnyChainOfCommitsLeaves() {
        Random random = new Random(5);
        for (int round = 0; round < 25; round++) {
            owners.clear();
            List<String> lines = new ArrayList<>(numbered(1, 60).lines().toList());
            String head = base;
            for (int step = 1; step <= 5; step++) {
                String owner = "000" + step;
                for (int edit = 0; edit < 3; edit++) {
                    edit(lines, random, owner + "/" + round + "/" + edit);
                }
                head = commit(head, owner, modify("A.txt", String.join("\n", lines) + "\n"));
            }
            check(head, lines);
        }
    }

    private static void edit(List<String> lines, Random random, String word) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.add(at, "added by " + word);
            case 1 -> lines.set(at, "set by " + word);
            default -> {
                if (lines.size() > 20) {
                    lines.remove(at);
                }
            }
        }
    }

    /** Each line tells itself who wrote it, and no two are alike. */
    private void check(String head, List<String> lines) {
        ChangeTrace trace = follow(head);
        List<FileDiff> diffs = repository.changes(base, head);
        assertThat(diffs).hasSize(1);
        for (ChangeTrace.Place place : trace.files().get(0).places()) {
            int first = place.hunk().newStart() - 1;
            Set<String> written = lines.subList(first, first + place.hunk().newLines()).stream()
                    .filter(line -> line.contains(" by "))
                    .map(line -> line.replaceFirst(".* by (0\\d+)/.*", "$1"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(place.owners()).containsAll(written).isNotEmpty().doesNotContain(ChangeTrace.NOBODY);
        }
    }
}
