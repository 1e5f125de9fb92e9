package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static io.jenkins.plugins.openfactory.edit.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LadderTest {
    private static String block(String search, String replace) {
        return "f.txt\n```\n<<<<<<< SEARCH\n" + search + "=======\n" + replace + ">>>>>>> REPLACE\n```\n";
    }

    private static String after(String file, String search, String replace) {
        return applied(block(search, replace), MapTree.of("f.txt", file)).get(0).substring("modify f.txt\n".length());
    }

    private static String code(String file, String search, String replace) {
        return codes(block(search, replace), MapTree.of("f.txt", file)).get(0);
    }

    @Test
    void shouldPreferTheExactLinesToSimilarOnes() {
        assertThat(after("  a\na\na  \n", "a\n", "b\n")).isEqualTo("  a\nb\na  \n");
    }

    @Test
    void shouldIgnoreTrailingSpaceAndKeepItOnUntouchedLines() {
        assertThat(after("a  \nb\t\nc\n", "a\nb \nc\n", "a\nb \nd\n")).isEqualTo("a  \nb\t\nd\n");
        assertThat(code("a  \nb\na \n", "a\n", "c\n")).isEqualTo("ambiguous");
    }

    @Test
    void shouldShiftTheReplacementWithTheIndent() {
        assertThat(after("class A:\n    def f():\n        x\n", "def f():\n    x\n", "def f():\n    y\n\n    z\n"))
                .isEqualTo("class A:\n    def f():\n        y\n\n        z\n");
        assertThat(after(
                        "def f():\n    x\n",
                        "    def f():\n        x\n",
                        "    def f():\n        if y:\n            z\n"))
                .isEqualTo("def f():\n    if y:\n        z\n");
        assertThat(after("\t\tif (x) {\n\t\t\ty();\n\t\t}\n", "if (x) {\n\ty();\n}\n", "if (x) {\n\tz();\n}\n"))
                .isEqualTo("\t\tif (x) {\n\t\t\tz();\n\t\t}\n");
    }

    @Test
    void shouldTurnSpacesIntoTheTabsOfTheFileAndBack() {
        assertThat(after(
                        "all:\n\tcc x.c\n\tld x.o\n",
                        "all:\n    cc x.c\n    ld x.o\n",
                        "all:\n    cc y.c\n    if:\n        ld y.o\n"))
                .isEqualTo("all:\n\tcc y.c\n\tif:\n\t\tld y.o\n");
        assertThat(after("a:\n  b:\n    c: 1\n", "a:\n\tb:\n\t\tc: 1\n", "a:\n\tb:\n\t\tc: 2\n\t\td: 3\n"))
                .isEqualTo("a:\n  b:\n    c: 2\n    d: 3\n");
    }

    @Test
    void shouldRefuseAnIndentThatDiffersFromLineToLine() {
        assertThat(code("    a\n  b\n", "a\nb\n", "c\n")).isEqualTo("not_found");
        assertThat(code("a\nb\n", "    a\n    b\n", "  c\n")).isEqualTo("not_found");
        assertThat(code("  a\n    a\n", "a\n", "c\n")).isEqualTo("ambiguous");
    }

    @Test
    void shouldDropBlankLinesThatOnlyPadTheBlock() {
        assertThat(after("a\nb\nc\n", "\nb\n", "\nd\n")).isEqualTo("a\nd\nc\n");
        assertThat(after("a\nb\nc\n", "\nb\n", "d\n")).isEqualTo("a\nd\nc\n");
        assertThat(after("a\nb\nc\n", "b\n\n", "d\n\n\n")).isEqualTo("a\nd\n\nc\n");
        assertThat(after("a\n    b\n", "\nb\n", "\nc\n")).isEqualTo("a\n    c\n");
    }

    @Test
    void shouldKeepWhatPairedElisionsLeaveOut() {
        String file = "def f():\n    a = 1\n    b = 2\n    c = 3\n    return a\n\ndef g():\n    pass\n";

        assertThat(after(file, "def f():\n...\n    return a\n", "def f(x):\n...\n    return x\n"))
                .isEqualTo(file.replace("f()", "f(x)").replace("return a", "return x"));
        assertThat(after(
                        file,
                        "def f():\n    # ... same as before ...\n    return a\n",
                        "def f(x):\n    # ... same as before ...\n    return x\n"))
                .isEqualTo(file.replace("f()", "f(x)").replace("return a", "return x"));
        assertThat(code(file, "def f():\n...\n    return a\n", "def f(x):\n    return x\n"))
                .isEqualTo("not_found");
        assertThat(code(file, "    return a\n...\ndef f():\n", "    return b\n...\ndef f():\n"))
                .isEqualTo("not_found");
        assertThat(code("x\ny\nx\nz\n", "x\n...\nz\n", "x\n...\nq\n")).isEqualTo("ambiguous");
    }

    @Test
    void shouldTakeAnElisionThatStandsInTheFileAsItsText() {
        assertThat(after(
                        "def f():\n    ...\n\ndef g():\n    pass\n", "def f():\n    ...\n", "def f():\n    return 1\n"))
                .isEqualTo("def f():\n    return 1\n\ndef g():\n    pass\n");
    }

    @Test
    void shouldApplyBlocksInOrderOnTheRunningContent() {
        String reply = block("a\n", "b\n") + block("b\n", "c\n");

        assertThat(applied(reply, MapTree.of("f.txt", "a\nz\n"))).containsExactly("modify f.txt\nc\nz\n");
        assertThat(codes(block("a\n", "b\n") + block("b\n", "a\n"), MapTree.of("f.txt", "a\n")))
                .containsExactly("identical");
    }

    @Test
    void shouldKeepLineEnds() {
        assertThat(after("a\r\nb\r\nc\r\n", "b\n", "x\ny\n")).isEqualTo("a\r\nx\r\ny\r\nc\r\n");
        assertThat(after("a\nb\r\nc\nd\r\n", "b\nc\n", "b\nx\nc\n")).isEqualTo("a\nb\r\nx\r\nc\nd\r\n");
        assertThat(after("a\nb\n", "b\r\n", "x\r\n")).isEqualTo("a\nx\n");
        assertThat(after("a\nb", "b\n", "x\n")).isEqualTo("a\nx");
        assertThat(after("a\nb", "b\n", "b\nc\n")).isEqualTo("a\nb\nc");
        assertThat(after("a\r\nb", "b\n", "b\nc\n")).isEqualTo("a\r\nb\r\nc");
        assertThat(after("a\nb", "a\n", "x\n")).isEqualTo("x\nb");
        assertThat(after("a\nb", "b\n", "")).isEqualTo("a");
        assertThat(after("a\nb", "b\n", "c\n\n")).isEqualTo("a\nc\n\n");
        assertThat(after("\ufeffa\r\nb\r\n", "a\n", "x\n")).isEqualTo("\ufeffx\r\nb\r\n");
        assertThat(after("a\n", "a\n", "")).isEmpty();
    }

    @Test
    void shouldShowEveryPlaceOfAnAmbiguousBlock() {
        EditOutcome.Refused refused =
                refused(block("x = 1\n", "x = 2\n"), MapTree.of("f.txt", "a\nx = 1\nb\nc\nd\ne\nx = 1\n"));

        assertThat(refused.feedback())
                .contains("2 times, from lines 2, 7")
                .contains("    1 | a")
                .contains("    7 | x = 1");
    }

    @Test
    void shouldSayWhereTheReplacementStandsAlready() {
        EditOutcome.Refused refused = refused(block("old\n", "new\n"), MapTree.of("f.txt", "a\nnew\n"));

        assertThat(refused.feedback()).contains("already at line 2");
    }

    @Test
    void shouldRefuseAPartOfALine() {
        assertThat(code("int x = compute(1, 2);\n", "compute(1, 2)\n", "compute(2)\n"))
                .isEqualTo("not_found");
    }

    @Test
    void shouldFindTheNearestLinesOfALargeFileQuickly() {
        StringBuilder file = new StringBuilder();
        StringBuilder search = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            file.append("line number ").append(i).append('\n');
        }
        for (int i = 700; i < 900; i++) {
            search.append("line number ").append(i == 800 ? "eight hundred" : i).append('\n');
        }

        assertThat(refused(block(search.toString(), "x\n"), MapTree.of("f.txt", file.toString()))
                        .feedback())
                .contains("  701 | line number 700");
    }
}
