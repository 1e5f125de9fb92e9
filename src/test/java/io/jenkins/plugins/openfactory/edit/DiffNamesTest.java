package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a diff is of, and whether it makes or deletes it, by what stands in its header. */
class DiffNamesTest {
    private static final String HUNK = "@@ -1,2 +1,2 @@\n-red\n+green\n blue\n";
    private static final String MADE = "@@ -0,0 +1 @@\n+red\n";
    private static final String GONE = "@@ -1,2 +0,0 @@\n-red\n-blue\n";
    private static final String COLOURS = "red\nblue\n";

    @ParameterizedTest
    @CsvSource({
        "colours, shades, colours",
        "colours, shades, shades",
        "colours.orig, colours, colours",
        "colours, colours.new, colours",
        "before/lib/colours, after/lib/colours, lib/colours",
        "a/lib/colours, a/lib/colours, lib/colours",
    })
    void shouldChangeTheOneFileThatExists(String before, String after, String file) {
        String unified = "--- " + before + "\n+++ " + after + "\n" + HUNK;
        String context = "*** " + before + "\n--- " + after
                + "\n***************\n*** 1,2 ****\n! red\n  blue\n--- 1,2 ----\n! green\n  blue\n";

        assertThat(applied(unified, MapTree.of(file, COLOURS))).containsExactly("modify " + file + "\ngreen\nblue\n");
        assertThat(applied(context, MapTree.of(file, COLOURS))).containsExactly("modify " + file + "\ngreen\nblue\n");
    }

    @Test
    void shouldRefuseTwoNamesThatCouldBothBeMeant() {
        MapTree both = MapTree.of("colours", COLOURS, "shades", COLOURS);

        assertThat(codes("--- colours\n+++ shades\n" + HUNK, both)).containsExactly("malformed");
        assertThat(codes("--- colours\n+++ shades\n" + MADE, MapTree.of())).containsExactly("malformed");
        assertThat(codes("--- colours.py\n+++ colours.pyi\n" + MADE, MapTree.of()))
                .containsExactly("malformed");
        assertThat(codes("diff --git a/colours b/shades\n--- a/colours\n+++ b/shades\n" + HUNK, both))
                .containsExactly("malformed");
        assertThat(applied("--- colours.orig\n+++ colours\n" + HUNK, both.with("colours.orig", COLOURS)))
                .containsExactly("modify colours\ngreen\nblue\n");
    }

    @Test
    void shouldRefuseAHeaderWhoseLinesNameDifferentFiles() {
        MapTree both = MapTree.of("colours", COLOURS, "shades", COLOURS);

        assertThat(codes("diff --git a/colours b/colours\n--- a/shades\n+++ b/shades\n" + HUNK, both))
                .containsExactly("malformed");
        assertThat(codes(
                        "diff --git a/new b/new\nnew file mode 100644\n--- /dev/null\n+++ b/other\n" + MADE,
                        MapTree.of()))
                .containsExactly("malformed");
        assertThat(codes(
                        "diff --git a/colours b/hues\nrename from colours\nrename to hues\n--- a/colours\n+++ b/tints\n"
                                + HUNK,
                        both))
                .containsExactly("malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\t1970-01-01 00:00:00.000000000 +0000",
                "\t1970-01-01 05:30:00.000000000 +0530",
                "\t1969-12-31 17:00:00 -0700",
                " 1969-12-31 17:00:00 -07:00",
                "\tThu Jan  1 00:00:00 1970",
                "\t(nonexistent)",
            })
    void shouldTakeAFileOfTimeZeroForNone(String zero) {
        String time = "\t2024-05-06 07:08:09.000000000 +0000\n";
        MapTree there = MapTree.of("colours", COLOURS);

        assertThat(applied("--- colours" + zero + "\n+++ colours" + time + MADE, MapTree.of()))
                .containsExactly("create colours\nred\n");
        assertThat(codes("--- colours" + zero + "\n+++ colours" + time + MADE, there))
                .containsExactly("exists");
        assertThat(applied("--- colours" + time + "+++ colours" + zero + "\n" + GONE, there))
                .containsExactly("delete colours");
        assertThat(codes("--- colours" + time + "+++ colours" + zero + "\n" + GONE.replace("-blue\n", ""), there))
                .containsExactly("not_found");
        assertThat(applied("--- colours" + zero + "\n+++ colours" + time + HUNK, there))
                .containsExactly("modify colours\ngreen\nblue\n");
    }

    @Test
    void shouldEmptyAFileThatStaysThere() {
        String time = "\t2024-05-06 07:08:09.000000000 +0000\n";

        assertThat(applied("--- colours" + time + "+++ colours" + time + GONE, MapTree.of("colours", COLOURS)))
                .containsExactly("modify colours\n");
    }

    @Test
    void shouldMakeAFileThatAHunkOfNothingNames() {
        assertThat(applied("--- a/new/colours\n+++ b/new/colours\n" + MADE, MapTree.of()))
                .containsExactly("create new/colours\nred\n");
        assertThat(codes("--- a/new/colours\n+++ b/new/colours\n@@ -1 +1 @@\n-blue\n+red\n", MapTree.of()))
                .containsExactly("missing");
        assertThat(codes("--- a/colours\n+++ b/colours\n" + MADE, MapTree.of("colours", COLOURS)))
                .containsExactly("ambiguous");
    }

    @Test
    void shouldKeepATabInAName() {
        assertThat(codes("--- a\tb\t2024-05-06 07:08:09\n+++ a\tb\t2024-05-06 07:08:09\n" + MADE, MapTree.of()))
                .containsExactly("bad_path");
        assertThat(applied(
                        "--- colours\t(.../old)\t(revision 3)\n+++ colours\t(.../new)\t(working copy)\n" + HUNK,
                        MapTree.of("colours", COLOURS)))
                .containsExactly("modify colours\ngreen\nblue\n");
    }

    @ParameterizedTest
    @CsvSource({"100755, true", "100744, true", "100710, true", "100644, false", "100655, false"})
    void shouldMakeAFileExecutableThatItsOwnerMayExecute(String mode, boolean executable) {
        String diff =
                "diff --git a/run b/run\nnew file mode " + mode + "\n--- /dev/null\n+++ b/run\n@@ -0,0 +1 @@\n+red\n";
        EditOutcome outcome = new EditEngine().apply(diff, MapTree.of());

        assertThat(((FileChange.Create)
                                ((EditOutcome.Applied) outcome).changes().get(0))
                        .executable())
                .isEqualTo(executable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rwxr-xr-x", "755", "100648"})
    void shouldRefuseAModeThatIsNone(String mode) {
        String diff = "diff --git a/colours b/colours\nold mode 100644\nnew mode " + mode
                + "\n--- a/colours\n+++ b/colours\n" + HUNK;

        assertThat(codes(diff, MapTree.of("colours", COLOURS))).containsExactly("malformed");
    }

    @Test
    void shouldCopyWhatWasThereBeforeTheDiff() {
        String diff = "diff --git a/colours b/colours\n--- a/colours\n+++ b/colours\n" + HUNK
                + "diff --git a/colours b/shades\ncopy from colours\ncopy to shades\n--- a/colours\n+++ b/shades\n"
                + "@@ -1,2 +1,3 @@\n red\n blue\n+grey\n";

        assertThat(applied(diff, MapTree.of("colours", COLOURS)))
                .containsExactly("modify colours\ngreen\nblue\n", "create shades\nred\nblue\ngrey\n");
    }
}
