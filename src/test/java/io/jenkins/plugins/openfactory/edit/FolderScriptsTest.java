package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random edits of a real folder: valid ones give exactly the new files, and with one line corrupted anywhere that must be in
 * a file nothing is touched. Their number is {@code -Dopenfactory.edit.scripts}, 100 of each otherwise; in memory the same is
 * done 1,000 times elsewhere.
 */
class FolderScriptsTest {
    private static final int SCRIPTS = Integer.getInteger("openfactory.edit.scripts", 100);

    @TempDir
    private Path folder;

    @Test
    void shouldApplyValidScriptsAndTouchNothingForCorruptedOnes() throws IOException {
        int valid = 0;
        int corrupted = 0;
        for (long seed = 1; valid < SCRIPTS || corrupted < SCRIPTS; seed++) {
            Random random = new Random(seed);
            int kind = random.nextInt(3);
            // A diff says itself whether the last line keeps its end.
            RandomEdit edit = new RandomEdit(random, "file.txt", kind == 2);
            if (!edit.canBeSearched() || java.util.Arrays.equals(edit.oldContent(), edit.newContent())) {
                continue;
            }
            Path file = folder.resolve("file.txt");
            String reply = form(edit, kind);
            Files.write(file, edit.oldContent());
            String broken = corrupted(reply, random);
            if (!broken.equals(reply)) {
                EditOutcome outcome = apply(broken);
                assertThat(outcome).as("seed %d: %s", seed, broken).isInstanceOf(EditOutcome.Refused.class);
                assertThat(Files.readAllBytes(file)).isEqualTo(edit.oldContent());
                corrupted++;
            }
            assertThat(apply(reply)).as("seed %d: %s", seed, reply).isInstanceOf(EditOutcome.Applied.class);
            assertThat(Files.readAllBytes(file)).as("seed %d", seed).isEqualTo(edit.newContent());
            valid++;
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("file.txt"));
        }
    }

    private EditOutcome apply(String reply) {
        EditOutcome outcome = new EditEngine().apply(reply, new FolderTree(folder));
        if (outcome instanceof EditOutcome.Applied applied) {
            new FolderWriter(folder).write(applied.changes());
        }
        return outcome;
    }

    private static String form(RandomEdit edit, int kind) {
        return kind == 0 ? edit.searchReplace() : kind == 1 ? edit.envelope() : edit.diff(true, true);
    }

    /** The reply with another text in one line, drawn at random, of those that must be in the file. */
    private static String corrupted(String reply, Random random) {
        List<String> lines = new ArrayList<>(reply.lines().toList());
        List<Integer> needed = needed(lines);
        if (needed.isEmpty()) {
            return reply;
        }
        int at = needed.get(random.nextInt(needed.size()));
        boolean block = lines.stream().anyMatch(line -> line.matches("<{5,9} SEARCH"));
        lines.set(at, block ? "never there" : lines.get(at).charAt(0) + "never there");
        return String.join("\n", lines) + "\n";
    }

    private static List<Integer> needed(List<String> lines) {
        List<Integer> found = new ArrayList<>();
        boolean inside = false;
        boolean block = lines.stream().anyMatch(line -> line.matches("<{5,9} SEARCH"));
        int marker = lines.stream()
                        .filter(line -> line.matches("<{5,9} SEARCH"))
                        .mapToInt(String::length)
                        .findFirst()
                        .orElse(0)
                - " SEARCH".length();
        for (int i : IntStream.range(0, lines.size()).toArray()) {
            String line = lines.get(i);
            if (block) {
                boolean divider = line.equals("=".repeat(Math.max(0, marker)));
                if (inside && !divider) {
                    found.add(i);
                }
                inside = line.matches("<{5,9} SEARCH") || inside && !divider;
            } else if (line.startsWith("@@")) {
                inside = true;
            } else if (line.startsWith("```") || line.startsWith("*** ")) {
                inside = false;
            } else if (inside && (line.startsWith(" ") || line.startsWith("-"))) {
                found.add(i);
            }
        }
        return found;
    }
}
