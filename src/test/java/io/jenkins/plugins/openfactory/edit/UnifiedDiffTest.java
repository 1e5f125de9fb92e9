package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {
    private static final String CALC = """
            def add(a, b):
                return a + b


            def sub(a, b):
                return a - b


            def mul(a, b):
                return a * b
            """;
    private static final String FIXED = CALC.replace("a - b", "b - a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@@ -3,6 +3,6 @@ def add(a, b):",
                "@@ -1,60 +1,2 @@",
                "@@ -300,6 +300,6 @@",
                "@@ ... @@",
                "@@",
                "@@ @@",
                "@@ -3 +3 @@",
            })
    void shouldApplyAHunkWhateverItsHeaderCounts(String header) {
        String hunk = header + "\n \n \n def sub(a, b):\n-    return a - b\n+    return b - a\n \n \n";
        String plain = "--- a/calc.py\n+++ b/calc.py\n" + hunk;
        String git = "diff --git a/calc.py b/calc.py\nindex 83db48f..bf269f4 100644\n" + plain;
        MapTree tree = MapTree.of("calc.py", CALC);

        assertThat(applied("```diff\n" + plain + "```\n", tree)).containsExactly("modify calc.py\n" + FIXED);
        assertThat(applied("Fixed:\n\n```diff\n" + git + "```\nDone.\n", tree))
                .containsExactly("modify calc.py\n" + FIXED);
        assertThat(applied(git, tree)).containsExactly("modify calc.py\n" + FIXED);
        assertThat(applied("calc.py\n```diff\n" + hunk + "```\n", tree)).containsExactly("modify calc.py\n" + FIXED);
    }

    @Test
    void shouldApplyAHunkWhoseBlankContextLostItsSpaces() {
        String diff =
                "--- calc.py\n+++ calc.py\n@@ -3,6 +3,6 @@\n\n\n def sub(a, b):\n-    return a - b\n+    return b - a\n\n\n";

        assertThat(applied("```\n" + diff + "```\n", MapTree.of("calc.py", CALC)))
                .containsExactly("modify calc.py\n" + FIXED);
    }

    @Test
    void shouldReadPathsWithoutPrefixAlsoInAFolderCalledA() {
        String hunk = "@@ -1 +1 @@\n-old\n+new\n";

        assertThat(applied("--- a/x.txt\n+++ a/x.txt\n" + hunk, MapTree.of("a/x.txt", "old\n")))
                .containsExactly("modify a/x.txt\nnew\n");
        assertThat(applied("--- a/a/x.txt\n+++ b/a/x.txt\n" + hunk, MapTree.of("a/x.txt", "old\n")))
                .containsExactly("modify a/x.txt\nnew\n");
        assertThat(applied(
                        "--- src/x.txt\t2024-01-01 10:00:00\n+++ src/x.txt\t2024-01-01 10:00:01\n" + hunk,
                        MapTree.of("src/x.txt", "old\n")))
                .containsExactly("modify src/x.txt\nnew\n");
    }

    @Test
    void shouldCreateDeleteAndMove() {
        String reply = """
                ```diff
                diff --git a/run.sh b/run.sh
                new file mode 100755
                index 0000000..1a2485c
                --- /dev/null
                +++ b/run.sh
                @@ -0,0 +1,2 @@
                +#!/bin/sh
                +echo hi
                diff --git a/empty.txt b/empty.txt
                new file mode 100644
                index 0000000..e69de29
                diff --git a/gone.txt b/gone.txt
                deleted file mode 100644
                index 3367afd..0000000
                --- a/gone.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -gone
                diff --git a/old name.txt b/new/name.txt
                similarity index 60%
                rename from old name.txt
                rename to new/name.txt
                index 1..2 100644
                --- a/old name.txt\t
                +++ b/new/name.txt
                @@ -1,2 +1,2 @@
                 one
                -two
                +three
                diff --git a/pure.txt b/pure2.txt
                similarity index 100%
                rename from pure.txt
                rename to pure2.txt
                ```
                """;
        MapTree tree = MapTree.of("gone.txt", "gone\n", "old name.txt", "one\ntwo\n", "pure.txt", "p\n");

        assertThat(applied(reply, tree))
                .containsExactly(
                        "create empty.txt\n",
                        "delete gone.txt",
                        "rename old name.txt new/name.txt\none\nthree\n",
                        "rename pure.txt pure2.txt\np\n",
                        "create run.sh *\n#!/bin/sh\necho hi\n");
    }

    @Test
    void shouldHonourTheMarkOfAMissingLineEnd() {
        String mark = "\\ No newline at end of file\n";
        String added = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n" + mark + "+two\n";
        String removed = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n+two\n" + mark;
        String kept = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-one\n+uno\n two\n" + mark;
        String created = "--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+y\n" + mark;

        assertThat(applied(added, MapTree.of("x", "one\ntwo"))).containsExactly("modify x\none\ntwo\n");
        assertThat(applied(removed, MapTree.of("x", "one\ntwo\n"))).containsExactly("modify x\none\ntwo");
        assertThat(applied(kept, MapTree.of("x", "one\ntwo"))).containsExactly("modify x\nuno\ntwo");
        assertThat(applied(created, MapTree.of())).containsExactly("create y\ny");
    }

    @Test
    void shouldReadQuotedPaths() {
        String diff =
                "diff --git \"a/caf\\303\\251 \\\"x\\\".txt\" \"b/caf\\303\\251 \\\"x\\\".txt\"\nindex 1..2 100644\n"
                        + "--- \"a/caf\\303\\251 \\\"x\\\".txt\"\n+++ \"b/caf\\303\\251 \\\"x\\\".txt\"\n@@ -1 +1 @@\n-old\n+new\n";

        assertThat(applied(diff, MapTree.of("café \"x\".txt", "old\n")))
                .containsExactly("modify café \"x\".txt\nnew\n");
    }

    @Test
    void shouldReadNamesFromTheGitLineAlone() {
        String empty = "diff --git \"a/\\303\\251 1\" \"b/\\303\\251 1\"\nnew file mode 100644\nindex 0..0\n"
                + "diff --git a/x y b/x y\nnew file mode 100755\nindex 0..0\n";

        assertThat(applied(empty, MapTree.of())).containsExactly("create x y *\n", "create é 1\n");
        assertThat(codes("diff --git \"a/" + "\\303\\251".repeat(50_000) + "\" b/x\nindex 0..0\n", MapTree.of("x", "")))
                .hasSize(1);
    }

    @Test
    void shouldTakeRemovedLinesThatLookLikeHeaders() {
        String diff =
                "--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,3 @@\n select 1;\n--- old comment\n+++ new comment\n select 2;\n";

        assertThat(applied(diff, MapTree.of("q.sql", "select 1;\n-- old comment\nselect 2;\n")))
                .containsExactly("modify q.sql\nselect 1;\n++ new comment\nselect 2;\n");
    }

    @Test
    void shouldTellRepeatedLinesApartByNumberOrSection() {
        String text = "[a]\nx=1\n[b]\nx=1\n[c]\nx=1\n";
        String head = "--- a/c.ini\n+++ b/c.ini\n";

        assertThat(applied(head + "@@ -4 +4 @@\n-x=1\n+x=2\n", MapTree.of("c.ini", text)))
                .containsExactly("modify c.ini\n[a]\nx=1\n[b]\nx=2\n[c]\nx=1\n");
        assertThat(applied(head + "@@ [c] @@\n-x=1\n+x=2\n", MapTree.of("c.ini", text)))
                .containsExactly("modify c.ini\n[a]\nx=1\n[b]\nx=1\n[c]\nx=2\n");
        assertThat(codes(head + "@@ -40 +40 @@\n-x=1\n+x=2\n", MapTree.of("c.ini", text)))
                .containsExactly("ambiguous");
    }

    @Test
    void shouldApplySeveralHunksAndFilesInOrder() {
        String reply = """
                --- a/x.txt
                +++ b/x.txt
                @@ -1,2 +1,3 @@
                 a
                +a2
                 b
                @@ -4,2 +5,1 @@
                 d
                -e
                --- a/y.txt
                +++ b/y.txt
                @@ -1 +1 @@
                -y
                +z
                """;

        assertThat(applied(reply, MapTree.of("x.txt", "a\nb\nc\nd\ne\n", "y.txt", "y\n")))
                .containsExactly("modify x.txt\na\na2\nb\nc\nd\n", "modify y.txt\nz\n");
    }

    @Test
    void shouldReadAMailWithItsSignature() {
        String reply = """
                From 1234567 Mon Sep 17 00:00:00 2001
                From: Someone <someone@example.org>
                Subject: [PATCH] Change y

                ---
                 y.txt | 2 +-
                 1 file changed, 1 insertion(+), 1 deletion(-)

                diff --git a/y.txt b/y.txt
                index 975fbec..b680253 100644
                --- a/y.txt
                +++ b/y.txt
                @@ -1 +1 @@
                -y
                +z
                --\s
                2.39.2
                """;

        assertThat(applied(reply, MapTree.of("y.txt", "y\n"))).containsExactly("modify y.txt\nz\n");
    }

    @Test
    void shouldRefuseWhatADiffMayNotDo() {
        MapTree tree = MapTree.of("x", "x\n");

        assertThat(codes("diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+x\n", tree))
                .containsExactly("symlink");
        assertThat(codes(
                        "diff --git a/m b/m\nnew file mode 160000\n--- /dev/null\n+++ b/m\n@@ -0,0 +1 @@\n+Subproject commit 1\n",
                        tree))
                .containsExactly("bad_path");
        assertThat(codes("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", tree))
                .containsExactly("malformed");
        assertThat(codes(
                        "diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n",
                        tree))
                .containsExactly("binary");
        assertThat(codes("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n", tree)).containsExactly("not_found");
        assertThat(codes("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+y\n", tree)).containsExactly("exists");
        assertThat(codes("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n x\n x\n", tree)).containsExactly("identical");
        assertThat(codes("--- a/x\n+++ b/x\n@@ -1,0 +2 @@\n+y\n", tree)).containsExactly("ambiguous");
        assertThat(codes("--- a/x\n+++ b/x\n", tree)).containsExactly("malformed");
        assertThat(codes("--- a/none\n+++ b/none\n@@ -1 +1 @@\n-x\n+y\n", tree)).containsExactly("missing");
        assertThat(codes("--- a/x\n+++ b/../../x\n@@ -1 +1 @@\n-x\n+y\n", tree)).contains("bad_path");
        assertThat(codes("```diff\n--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-x\n+y", tree))
                .containsExactly("malformed");
    }

    @Test
    void shouldEmptyAFileWithoutDeletingIt() {
        assertThat(applied("--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-x\n", MapTree.of("x", "x\n")))
                .containsExactly("modify x\n");
    }

    @Test
    void shouldKeepLineEndsBomAndModeOfADiffedFile() {
        MapTree tree = new MapTree()
                .with("x.sh", FileTree.Kind.EXECUTABLE, "\ufeffone\r\ntwo\r\nthree\n".getBytes(StandardCharsets.UTF_8));

        assertThat(applied("--- a/x.sh\n+++ b/x.sh\n@@ -1,2 +1,3 @@\n \ufeffone\r\n-two\r\n+2\r\n+2b\r\n", tree))
                .containsExactly("modify x.sh\n\ufeffone\r\n2\r\n2b\r\nthree\n");
    }

    @Test
    void shouldCopyAFile() {
        String diff =
                "diff --git a/x b/y\nsimilarity index 50%\ncopy from x\ncopy to y\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-x\n+y\n";

        assertThat(applied(diff, MapTree.of("x", "x\n"))).containsExactly("create y\ny\n");
    }

    @Test
    void shouldRefuseLinesThatWereAddedAlready() {
        MapTree tree = MapTree.of("list", "one\ntwo\nthree\n\nfour\n");

        assertThat(codes("--- a/list\n+++ b/list\n@@ -1 +1,2 @@\n one\n+two\n", tree))
                .containsExactly("identical");
        assertThat(codes("--- a/list\n+++ b/list\n@@ -2,2 +2,3 @@\n+one\n two\n three\n", tree))
                .containsExactly("identical");
        assertThat(codes("*** Begin Patch\n*** Update File: list\n@@\n one\n+two\n+three\n*** End Patch\n", tree))
                .containsExactly("identical");
        assertThat(applied("--- a/list\n+++ b/list\n@@ -3 +3,2 @@\n three\n+\n", tree))
                .containsExactly("modify list\none\ntwo\nthree\n\n\nfour\n");
        assertThat(applied("--- a/list\n+++ b/list\n@@ -1,2 +1,3 @@\n one\n+two\n two\n", tree))
                .containsExactly("modify list\none\ntwo\ntwo\nthree\n\nfour\n");
    }

    @Test
    void shouldTakeAnEmptyLineWithoutAnEndForNone() {
        String mark = "\\ No newline at end of file\n";

        assertThat(applied("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-x\n+y\n \n" + mark, MapTree.of("x", "x\n")))
                .containsExactly("modify x\ny\n");
        assertThat(applied("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-x\n" + mark + "+y\n+\n" + mark, MapTree.of("x", "x")))
                .containsExactly("modify x\ny\n");
    }
}
