package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileTree.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random changes of random files, written down in each format. More of them with {@code -Djqwik.tries.default=20000}. */
class EditRoundTripTest {
    private static void roundTrips(RandomEdit edit, String reply) {
        MapTree tree = new MapTree().with(edit.path, Kind.FILE, edit.oldContent());
        EditOutcome outcome = new EditEngine().apply(reply, tree);

        assertThat(outcome).as("%s%n%s", edit, reply).isInstanceOf(EditOutcome.Applied.class);
        List<FileChange> changes = ((EditOutcome.Applied) outcome).changes();
        assertThat(changes).hasSize(1).first().isInstanceOf(FileChange.Modify.class);
        assertThat(new String(((FileChange.Modify) changes.get(0)).content(), StandardCharsets.UTF_8))
                .as("%s%n%s", edit, reply)
                .isEqualTo(new String(edit.newContent(), StandardCharsets.UTF_8));
    }

    private static String path(Random random) {
        return List.of("src/a.txt", "docs/über uns/read me.md", "Makefile", "x.java")
                .get(random.nextInt(4));
    }

    private static RandomEdit changing(Random random, boolean mayChangeLastEnd) {
        RandomEdit edit = new RandomEdit(random, path(random), mayChangeLastEnd);
        Assume.that(!Arrays.equals(edit.oldContent(), edit.newContent()));
        return edit;
    }

    @Property(seed = "1")
    void shouldApplySearchReplaceBlocksByteByByte(@ForAll Random random) {
        RandomEdit edit = changing(random, false);
        Assume.that(edit.canBeSearched());

        roundTrips(edit, edit.searchReplace());
    }

    @Property(seed = "2")
    void shouldApplyEnvelopesByteByByte(@ForAll Random random) {
        RandomEdit edit = changing(random, false);

        roundTrips(edit, edit.envelope());
    }

    @Property(seed = "3")
    void shouldApplyGitDiffsByteByByte(@ForAll Random random) {
        RandomEdit edit = changing(random, true);

        roundTrips(edit, edit.diff(true, true));
    }

    @Property(seed = "4")
    void shouldApplyPlainDiffsByteByByteWhateverTheirCounts(@ForAll Random random) {
        RandomEdit edit = changing(random, true);

        roundTrips(edit, edit.diff(false, false));
    }

    @Property(seed = "5")
    void shouldReplaceWholeFilesByteByByte(@ForAll Random random) {
        RandomEdit edit = changing(random, false);
        Assume.that(!edit.after().isEmpty() && !edit.after().get(0).equals(edit.path));
        Assume.that(edit.before.size() < 20 || Collections.indexOfSubList(edit.before, edit.after()) < 0);
        Assume.that(edit.after().stream().noneMatch(line -> line.startsWith("// ...")));

        roundTrips(edit, edit.wholeFile());
    }

    @Property(seed = "6")
    void shouldRefuseEverythingWhereOneOfSeveralFilesIsCorrupted(@ForAll Random random) {
        RandomEdit good = new RandomEdit(random, "good.txt", false);
        RandomEdit bad = new RandomEdit(random, "bad.txt", false);
        Assume.that(good.canBeSearched() && bad.canBeSearched());
        List<BiFunction<RandomEdit, Boolean, String>> forms = List.of(
                (edit, corrupt) -> corrupt ? corrupted(edit.searchReplace()) : edit.searchReplace(),
                (edit, corrupt) -> corrupt ? corrupted(edit.envelope()) : edit.envelope(),
                (edit, corrupt) -> corrupt ? corrupted(edit.diff(true, true)) : edit.diff(true, true));
        MapTree tree = new MapTree()
                .with("good.txt", Kind.FILE, good.oldContent())
                .with("bad.txt", Kind.FILE, bad.oldContent());
        String reply = forms.get(random.nextInt(3)).apply(good, false) + "\n"
                + forms.get(random.nextInt(3)).apply(bad, true);

        EditOutcome outcome = new EditEngine().apply(reply, tree);

        assertThat(outcome).as("%s", reply).isInstanceOf(EditOutcome.Refused.class);
        assertThat(((EditOutcome.Refused) outcome).problems())
                .extracting(EditOutcome.Problem::path)
                .contains("bad.txt");
    }

    @Property(seed = "8")
    void shouldKeepEveryLineEndOfUntouchedLines(@ForAll Random random) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        int count = 1 + random.nextInt(20);
        int changed = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            boolean open = i == count - 1 && random.nextBoolean();
            String end = open ? "" : random.nextBoolean() ? "\r\n" : "\n";
            before.append("line ").append(i).append(end);
            after.append(i == changed ? "changed" : "line " + i).append(end);
        }
        String block = "<<<<<<< SEARCH\nline %d\n=======\nchanged\n>>>>>>> REPLACE\n".formatted(changed);
        String hunk = "*** Begin Patch\n*** Update File: a.txt\n-line %d\n+changed\n*** End Patch\n".formatted(changed);

        for (String reply : List.of("a.txt\n" + block, hunk)) {
            assertThat(Outcomes.applied(reply, MapTree.of("a.txt", before.toString())))
                    .containsExactly("modify a.txt\n" + after);
        }
    }

    /** The reply with something in the first line that must be in the file that is not there. */
    private static String corrupted(String reply) {
        List<String> lines = reply.lines().toList();
        boolean block = lines.stream().anyMatch(line -> line.matches("<{5,9} SEARCH"));
        int start = 0;
        while (!lines.get(start).matches(block ? "<{5,9} SEARCH" : "@@.*")) {
            start++;
        }
        int at = start + 1;
        while (!block && lines.get(at).startsWith("+")) {
            at++;
        }
        String corrupt = block ? "never there" : lines.get(at).charAt(0) + "never there";
        return String.join(
                        "\n",
                        Stream.concat(
                                        lines.subList(0, at).stream(),
                                        Stream.concat(Stream.of(corrupt), lines.subList(at + 1, lines.size()).stream()))
                                .toList())
                + "\n";
    }

    @Property(seed = "7")
    void shouldNeverFailOnAnyText(@ForAll Random random) {
        RandomEdit edit = new RandomEdit(random, "x.txt", true);
        String reply = List.of(edit.searchReplace(), edit.envelope(), edit.diff(true, true), edit.wholeFile())
                .get(random.nextInt(4));
        StringBuilder broken = new StringBuilder(reply);
        for (int i = 0; i < 5; i++) {
            int from = random.nextInt(broken.length() + 1);
            int to = Math.min(broken.length(), from + random.nextInt(30));
            broken.replace(
                    from,
                    to,
                    random.nextBoolean()
                            ? ""
                            : reply.substring(Math.min(from, reply.length()), Math.min(to, reply.length())));
        }
        MapTree tree = new MapTree().with("x.txt", Kind.FILE, edit.oldContent());

        assertThat(new EditEngine().apply(broken.toString(), tree)).isNotNull();
        assertThat(new EditEngine().retry(broken.toString(), reply, tree)).isNotNull();
    }
}
