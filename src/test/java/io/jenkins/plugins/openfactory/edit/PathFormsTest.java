package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathFormsTest {
    private static final String BLOCK = """
            <<<<<<< SEARCH
            old
            =======
            new
            >>>>>>> REPLACE
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/app/main.py",
                "./src/app/main.py",
                "**src/app/main.py**",
                "**src/app/main.py**:",
                "`src/app/main.py`",
                "**`src/app/main.py`**",
                "`src/app/main.py`:",
                "src/app/main.py:",
                "### src/app/main.py",
                "#### `src/app/main.py`",
                "## 1. `src/app/main.py`",
                "1. **src/app/main.py**",
                "- `src/app/main.py`",
                "File: src/app/main.py",
                "File: `src/app/main.py`",
                "**File:** `src/app/main.py`",
                "**File**: src/app/main.py",
                "### File: `src/app/main.py`",
                "Path: src/app/main.py",
                "Filename: src/app/main.py",
                "# src/app/main.py",
                "// src/app/main.py",
                "<!-- src/app/main.py -->",
                "/* src/app/main.py */",
                "\"src/app/main.py\"",
                "'src/app/main.py'",
                "[src/app/main.py](src/app/main.py)",
                "src/app/main.py (updated)",
                "`src/app/main.py` (existing file):",
                "Updated file: src/app/main.py",
            })
    void shouldReadThePathAboveTheFence(String line) {
        MapTree tree = MapTree.of("src/app/main.py", "old\n");

        assertThat(applied(line + "\n```python\n" + BLOCK + "```\n", tree))
                .containsExactly("modify src/app/main.py\nnew\n");
        assertThat(applied("Here:\n\n" + line + "\n\n" + BLOCK, tree)).containsExactly("modify src/app/main.py\nnew\n");
        assertThat(applied(line + "\n~~~~\nfresh\n~~~~\n", tree)).containsExactly("modify src/app/main.py\nfresh\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```src/app/main.py",
                "```python src/app/main.py",
                "```python:src/app/main.py",
                "```python title=\"src/app/main.py\"",
                "```python file=src/app/main.py",
                "```python {filename=\"src/app/main.py\"}",
                "~~~py path='src/app/main.py'",
                "`````py src/app/main.py",
            })
    void shouldReadThePathOnTheFence(String fence) {
        String close = fence.replaceFirst("^([`~]+).*", "$1");
        MapTree tree = MapTree.of("src/app/main.py", "old\n");

        assertThat(applied("Done.\n" + fence + "\n" + BLOCK + close + "\n", tree))
                .containsExactly("modify src/app/main.py\nnew\n");
        assertThat(applied("Done.\n" + fence + "\nfresh\n" + close, tree))
                .containsExactly("modify src/app/main.py\nfresh\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"src/app/main.py", "# src/app/main.py", "// File: src/app/main.py", "<!-- src/app/main.py -->"})
    void shouldReadThePathInTheFirstLineOfTheFence(String first) {
        MapTree tree = MapTree.of("src/app/main.py", "old\n");

        assertThat(applied("Like this:\n```\n" + first + "\n" + BLOCK + "```\n", tree))
                .containsExactly("modify src/app/main.py\nnew\n");
        assertThat(applied("Like this:\n```\n" + first + "\nfresh\n```\n", tree))
                .containsExactly("modify src/app/main.py\nfresh\n");
    }

    @Test
    void shouldReadThePathBehindTheMarker() {
        String reply = BLOCK.replace("SEARCH", "SEARCH src/app/main.py");

        assertThat(applied(reply, MapTree.of("src/app/main.py", "old\n")))
                .containsExactly("modify src/app/main.py\nnew\n");
    }

    @Test
    void shouldTakeTheBlockBeforeForABlockWithoutAPath() {
        MapTree tree = MapTree.of("a.txt", "old\nmore\n", "b.txt", "more\n");
        String reply =
                "a.txt\n```\n" + BLOCK + "\n" + BLOCK.replace("old", "more").replace("new", "less") + "```\n";

        assertThat(applied(reply, tree)).containsExactly("modify a.txt\nnew\nless\n");
    }

    @Test
    void shouldReadANewPathBetweenBlocksOfOneFence() {
        MapTree tree = MapTree.of("a.txt", "old\n", "b/b.txt", "old\n");

        assertThat(applied("```\na.txt\n" + BLOCK + "b/b.txt\n" + BLOCK + "```\n", tree))
                .containsExactly("modify a.txt\nnew\n", "modify b/b.txt\nnew\n");
    }

    @Test
    void shouldReadAPathWithSpacesAndUnicode() {
        MapTree tree = MapTree.of("my docs/über uns.md", "old\n", "plain name.txt", "old\n");

        assertThat(applied("my docs/über uns.md\n" + BLOCK + "\nplain name.txt\n" + BLOCK, tree))
                .containsExactly("modify my docs/über uns.md\nnew\n", "modify plain name.txt\nnew\n");
        assertThat(applied("\"my docs/\\303\\274ber uns.md\"\n" + BLOCK, tree))
                .containsExactly("modify my docs/über uns.md\nnew\n");
        assertThat(applied("docs/new file.md\n```\nx\n```\n", tree)).containsExactly("create docs/new file.md\nx\n");
    }

    @Test
    void shouldTakeTheOtherUnicodeSpellingOnlyWhereTheExactOneIsMissing() {
        String composed = "caf\u00e9.txt";
        String decomposed = "cafe\u0301.txt";

        assertThat(applied(composed + "\n" + BLOCK, MapTree.of(decomposed, "old\n")))
                .containsExactly("modify " + decomposed + "\nnew\n");
        assertThat(applied(composed + "\n" + BLOCK, MapTree.of(composed, "old\n", decomposed, "old\n")))
                .containsExactly("modify " + composed + "\nnew\n");
        assertThat(codes(
                        "`" + composed + "`\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n",
                        MapTree.of(decomposed, "old\n")))
                .containsExactly("exists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "For example:",
                "In `src/app/main.py` you will find:",
                "Run `make test`:",
                "### Output",
                "### Node.js",
                "**Usage**",
                "Input/Output",
                "`greet()`",
                "`user.name`",
                "e.g.",
                "See src/app/main.py and src/app/other.py",
                "https://example.org/src/app/main.py",
                "### `/api/users`",
                "1. Build",
                "This changes src/app/main.py",
            })
    void shouldNotTakeProseForAPath(String line) {
        assertThat(codes(line + "\n```\nprint('hello')\n```\n", MapTree.of("src/app/main.py", "old\n")))
                .containsExactly("no_edits");
    }

    @Test
    void shouldNotTakeAnExampleForAnEditBesideARealOne() {
        MapTree tree = MapTree.of("a.txt", "old\n");
        String reply = "Run it with\n\n```sh\nmake test\n```\n\na.txt\n```\n" + BLOCK
                + "```\n\nIt prints:\n\n```\nsrc: 3 files\n```\n";

        assertThat(applied(reply, tree)).containsExactly("modify a.txt\nnew\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../outside.txt",
                "src/../../outside.txt",
                ".git/config",
                "sub/.GIT/hooks/pre-commit",
                ".Git./config",
                "git~1/config",
                ".git\u200c/config",
                ".git::$INDEX_ALLOCATION/config",
                "src\\main.py",
                "C:/temp/x.txt",
                "src//x.txt",
                "src/./x.txt",
                "src/",
                "src/x.txt ",
                "src/con.txt",
                "a/NUL",
                "a\tb.txt",
                "~/x.txt",
                "a/\u202egnp.txt",
                "aux",
            })
    void shouldRefuseAnUnsafePath(String path) {
        String creates = "*** Begin Patch\n*** Add File: \""
                + path.replace("\\", "\\\\").replace("\t", "\\t") + "\"\n+x\n*** End Patch\n";

        assertThat(codes(creates, MapTree.of())).containsExactly("bad_path");
        assertThat(codes("File: `" + path + "`\n```\nx\n```\n", MapTree.of())).containsExactly("bad_path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".gitignore",
                ".github/workflows/ci.yml",
                "src/git/x.py",
                "a/.gitkeep",
                "fa\u200cx/👩\u200d💻.txt",
                "console.txt",
                "a b/c d.txt"
            })
    void shouldTakeASafePath(String path) {
        assertThat(SafePath.problem(path)).isEmpty();
        assertThat(applied("File: " + path + "\n```\nx\n```\n", MapTree.of()))
                .containsExactly("create " + path + "\nx\n");
    }

    @Test
    void shouldTakeTheOneFileThatTheProseAboveABlockMentions() {
        MapTree tree = MapTree.of("src/a.txt", "old\n", "src/b.txt", "old\n");

        assertThat(applied("In `src/a.txt`, `run()` changes like this:\n\n```\n" + BLOCK + "```\n", tree))
                .containsExactly("modify src/a.txt\nnew\n");
        assertThat(codes("Like `src/a.txt` and `src/b.txt`:\n\n```\n" + BLOCK + "```\n", tree))
                .containsExactly("malformed");
    }

    @Test
    void shouldRefuseTextThatNoFileMayHave() {
        assertThat(codes("a.txt\n```\nx\0y\n```\n", MapTree.of())).containsExactly("malformed");
        assertThat(codes("a.txt\n```\nx\ud800y\n```\n", MapTree.of())).containsExactly("malformed");
        assertThat(codes("File: \"a\\377.txt\"\n```\nx\n```\n", MapTree.of())).containsExactly("bad_path");
    }

    @Test
    void shouldSayThatABlockHasNoPath() {
        assertThat(codes("Like so:\n```\n" + BLOCK + "```\n", MapTree.of("a.txt", "old\n")))
                .containsExactly("malformed");
    }
}
