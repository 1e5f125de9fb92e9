package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static io.jenkins.plugins.openfactory.edit.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileTree.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyFormsTest {
    private static final MapTree OLD = MapTree.of("a.txt", "old\nrest\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<<<<<<< SEARCH|=======|>>>>>>> REPLACE",
                "<<<<< SEARCH|=====|>>>>> REPLACE",
                "<<<<<<<<< SEARCH|=========|>>>>>>>>> REPLACE",
                "<<<<<<< SEARCH|======|>>>>>>>> REPLACE",
                "<<<<<<<SEARCH|=======|>>>>>>>REPLACE",
                "<<<<<<< search|=======|>>>>>>> replace",
                "<<<<<<< SEARCH:|=======|>>>>>>> REPLACE a.txt",
                "<<<<<<< SEARCH|=======|>>>>>>>",
                "<<<<<<< ORIGINAL|=======|>>>>>>> UPDATED",
                "------- SEARCH|=======|+++++++ REPLACE",
            })
    void shouldReadMarkersOfManyForms(String open, String middle, String close) {
        String block = open + "\nold\n" + middle + "\nnew\n" + close + "\n";

        assertThat(applied("a.txt\n```\n" + block + "```\n", OLD)).containsExactly("modify a.txt\nnew\nrest\n");
        assertThat(applied("a.txt\n" + block, OLD)).containsExactly("modify a.txt\nnew\nrest\n");
    }

    @Test
    void shouldReadAReplyWithCarriageReturnsAndAByteOrderMark() {
        String reply = "\ufeffa.txt\r\n```\r\n<<<<<<< SEARCH\r\nold\r\n=======\r\nnew\r\n>>>>>>> REPLACE\r\n```\r\n";

        assertThat(applied(reply, OLD)).containsExactly("modify a.txt\nnew\nrest\n");
    }

    @Test
    void shouldReadAFenceInAList() {
        String reply =
                "1. Change it:\n\n   `a.txt`\n   ```\n   <<<<<<< SEARCH\n   old\n   =======\n   new\n     more\n   >>>>>>> REPLACE\n   ```\n"
                        + "2. Add one:\n\n   `b.txt`\n\n   ```\n   x\n     y\n   ```\n";

        assertThat(applied(reply, OLD)).containsExactly("modify a.txt\nnew\n  more\nrest\n", "create b.txt\nx\n  y\n");
    }

    @Test
    void shouldKeepFencesInsideABlock() {
        String readme = "# Tool\n\n```sh\nmake\n```\n\nEnd\n";
        String reply =
                "README.md\n```markdown\n<<<<<<< SEARCH\n```sh\nmake\n```\n=======\n```sh\nmake all\n```\n\n```\nplain\n```\n>>>>>>> REPLACE\n```\n";

        assertThat(applied(reply, MapTree.of("README.md", readme)))
                .containsExactly("modify README.md\n# Tool\n\n```sh\nmake all\n```\n\n```\nplain\n```\n\nEnd\n");
    }

    @Test
    void shouldKeepFencesInsideAWholeFile() {
        String content = "# Tool\n\n```sh\nmake\n```\n\nText\n\n```java\nclass A {}\n```\n";

        assertThat(applied("README.md\n```markdown\n" + content + "```\n\nThat is it.\n", MapTree.of()))
                .containsExactly("create README.md\n" + content);
        assertThat(applied(
                        "README.md\n````markdown\n" + content + "\n```\nbare\n```\n````\n\n```\nprose\n```\n",
                        MapTree.of()))
                .containsExactly("create README.md\n" + content + "\n```\nbare\n```\n");
        assertThat(applied("README.md\n~~~\n" + content + "```\nbare\n```\n~~~\n", MapTree.of()))
                .containsExactly("create README.md\n" + content + "```\nbare\n```\n");
        assertThat(applied("lib.rs\n```rust\n/// ```\n/// x();\n/// ```\nfn x() {}\n```\n", MapTree.of()))
                .containsExactly("create lib.rs\n/// ```\n/// x();\n/// ```\nfn x() {}\n");
        assertThat(applied("m.py\n```python\n'''\n    ```\n    x\n    ```\n'''\n```\n", MapTree.of()))
                .containsExactly("create m.py\n'''\n    ```\n    x\n    ```\n'''\n");
    }

    @Test
    void shouldRefuseATextFileWhoseEndIsNotClear() {
        String reply = "README.md\n```markdown\n# Tool\n\n```\nmake\n```\n\nEnd\n```\n";

        assertThat(refused(reply, MapTree.of()).feedback()).contains("four backticks");
    }

    @Test
    void shouldReadAWholeFileThatDocumentsBlocks() {
        String content = "# Edits\n\n```\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n```\n";

        assertThat(applied("docs/edits.md\n````markdown\n" + content + "````\n", MapTree.of()))
                .containsExactly("create docs/edits.md\n" + content);
    }

    @Test
    void shouldRefuseContentMixedWithABlock() {
        String reply = "a.txt\n```\nfirst\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n```\n";

        assertThat(codes(reply, OLD)).containsExactly("malformed");
    }

    @Test
    void shouldTellADividerFromAHeadingOfEquals() {
        String rst = "Title\n=======\n\nText\n";
        String reply = "a.rst\n<<<<<<< SEARCH\nTitle\n=======\n=======\nNew\n=======\n>>>>>>> REPLACE\n";
        String longer = "a.rst\n<<<<<<<<< SEARCH\nTitle\n=======\n=========\nNew\n=======\n>>>>>>>>> REPLACE\n";

        assertThat(applied(longer, MapTree.of("a.rst", rst))).containsExactly("modify a.rst\nNew\n=======\n\nText\n");
        assertThat(refused(reply, MapTree.of("a.rst", rst)).feedback()).contains("more than one divider");
        assertThat(applied("a.txt\n<<<<<<< SEARCH\nold\n=======\nnew\n=======\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("modify a.txt\nnew\n=======\nrest\n");
    }

    @Test
    void shouldCreateFromAnEmptySearch() {
        String create = "n/new.txt\n```\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n```\n";

        assertThat(applied(create, OLD)).containsExactly("create n/new.txt\nx\n");
        assertThat(applied(create, MapTree.of("n/new.txt", ""))).containsExactly("modify n/new.txt\nx\n");
        assertThat(codes(create, MapTree.of("n/new.txt", "y\n"))).containsExactly("exists");
        assertThat(applied(create + create.replace("SEARCH\n=", "SEARCH\nx\n=").replace("=\nx", "=\ny"), OLD))
                .containsExactly("create n/new.txt\ny\n");
    }

    @Test
    void shouldRefuseIdenticalHalvesAndUnchangedFiles() {
        assertThat(codes("a.txt\n<<<<<<< SEARCH\nold\n=======\nold\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("identical");
        assertThat(codes("a.txt\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("identical");
        assertThat(codes("a.txt\n```\nold\nrest\n```\n", OLD)).containsExactly("identical");
    }

    @Test
    void shouldRefuseACutReply() {
        assertThat(codes("a.txt\n```\n<<<<<<< SEARCH\nold\n=======\nnew\n", OLD))
                .containsExactly("malformed");
        assertThat(codes("a.txt\n```\n<<<<<<< SEARCH\nold\n", OLD)).containsExactly("malformed");
        assertThat(codes("b.txt\n```\nnew\n", OLD)).containsExactly("malformed");
        assertThat(codes(
                        "a.txt\n```\n<<<<<<< SEARCH\nold\n<<<<<<< SEARCH\nrest\n=======\nnew\n>>>>>>> REPLACE\n```\n",
                        OLD))
                .contains("malformed");
        assertThat(codes("", OLD)).containsExactly("no_edits");
        assertThat(codes("Nothing to do.\n", OLD)).containsExactly("no_edits");
    }

    @Test
    void shouldNotTakePartOfAFileForTheWholeOfIt() {
        MapTree tree =
                MapTree.of("a.py", "import x\n\ndef f():\n    return 1\n\ndef g():\n    return 2\n" + "\n".repeat(20));

        assertThat(codes("### a.py\n```python\ndef f():\n    return 1\n```\n", tree))
                .containsExactly("malformed");
        assertThat(codes("a.py\n```python\nimport y\n# ... rest of the file unchanged ...\n```\n", tree))
                .containsExactly("malformed");
        assertThat(codes("a.py\n```python\n```\n", tree)).containsExactly("malformed");
        assertThat(applied("pkg/__init__.py\n```python\n```\n", tree)).containsExactly("create pkg/__init__.py\n");
    }

    @Test
    void shouldRefuseConflictingChanges() {
        String create = "b.txt\n```\nx\n```\n";

        assertThat(codes(create + create, OLD)).containsExactly("conflict");
        assertThat(codes("*** Delete File: a.txt\n\n*** Delete File: a.txt\n", OLD))
                .containsExactly("conflict");
        assertThat(codes("a.txt\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n*** Delete File: a.txt\n", OLD))
                .containsExactly("conflict");
        assertThat(codes("*** Delete File: a.txt\na.txt\n```\nx\n```\n", OLD)).containsExactly("conflict");
        assertThat(codes(create + "b.txt/c.txt\n```\ny\n```\n", OLD)).containsExactly("exists");
        assertThat(codes("b.txt/c.txt\n```\ny\n```\n" + create, OLD)).isNotEmpty();
        assertThat(codes("a.txt/c.txt\n```\ny\n```\n", OLD)).containsExactly("exists");
        assertThat(applied("*** Delete File: a.txt\n\na.txt/c.txt\n```\ny\n```\n", OLD))
                .containsExactly("delete a.txt", "create a.txt/c.txt\ny\n");
    }

    @Test
    void shouldRefuseWhatIsNoTextFile() {
        byte[] latin = "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        MapTree tree = new MapTree()
                .with("l", Kind.SYMLINK, "a".getBytes(StandardCharsets.UTF_8))
                .with("sub", Kind.OTHER, new byte[0])
                .with("lib", Kind.OTHER, new byte[0])
                .with("zero.bin", Kind.FILE, new byte[] {'o', 'l', 'd', '\n', 0})
                .with("latin.txt", Kind.FILE, latin)
                .with(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = https://example.org/lib.git\n");
        String block = "\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n";

        assertThat(codes("File: l" + block, tree)).containsExactly("symlink");
        assertThat(codes("File: l/x.txt\n```\nx\n```\n", tree)).containsExactly("symlink");
        assertThat(codes("File: sub" + block, tree)).containsExactly("bad_path");
        assertThat(codes("lib/x.txt\n```\nx\n```\n", tree)).containsExactly("bad_path");
        assertThat(codes("File: zero.bin" + block, tree)).containsExactly("binary");
        assertThat(codes("latin.txt" + block, tree)).containsExactly("binary");
        assertThat(codes("latin.txt\n```\nx\n```\n", tree)).containsExactly("binary");
        assertThat(codes("*** Delete File: l\n", tree)).containsExactly("symlink");
    }

    @Test
    void shouldKeepWhatAReplacedFileWasLike() {
        MapTree tree = MapTree.of(
                "crlf.txt", "a\r\nb\r\n", "open.txt", "a\nb", "bom.txt", "\ufeffa\nb\n", "mixed.txt", "a\r\nb\nc\r\n");

        assertThat(applied("crlf.txt\n```\na\nx\n```\n", tree)).containsExactly("modify crlf.txt\na\r\nx\r\n");
        assertThat(applied("open.txt\n```\na\nx\n```\n", tree)).containsExactly("modify open.txt\na\nx");
        assertThat(applied("bom.txt\n```\na\nx\n```\n", tree)).containsExactly("modify bom.txt\n\ufeffa\nx\n");
        assertThat(applied("mixed.txt\n```\na\nb\nx\n```\n", tree)).containsExactly("modify mixed.txt\na\r\nb\nx\r\n");
    }

    @Test
    void shouldTakeMixedFormatsInOneReply() {
        String reply = """
                a.txt
                ```
                <<<<<<< SEARCH
                old
                =======
                new
                >>>>>>> REPLACE
                ```

                b.txt
                ```
                whole
                ```

                ```diff
                --- a/a.txt
                +++ b/a.txt
                @@ -1,2 +1,2 @@
                 new
                -rest
                +REST
                ```

                *** Begin Patch
                *** Add File: c.txt
                +c
                *** End Patch
                """;
        EditOutcome outcome = new EditEngine().apply(reply, OLD);

        assertThat(applied(outcome))
                .containsExactly("modify a.txt\nnew\nREST\n", "create b.txt\nwhole\n", "create c.txt\nc\n");
        assertThat(((EditOutcome.Applied) outcome).format())
                .isEqualTo("search-replace+unified-diff+patch-envelope+whole-file");
    }

    @Test
    void shouldNotTakeACommandForTheFileNamedAboveIt() {
        String block = "a.txt\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n";

        assertThat(applied(block + "\nThe test is in\n\n- src/test/ATest.java\n\n```sh\nmvn test\n```\n", OLD))
                .containsExactly("modify a.txt\nnew\nrest\n");
        assertThat(applied("bin/run.sh\n```bash\necho\n```\n\n`bin/tool`\n```sh\necho\n```\n", OLD))
                .containsExactly("create bin/run.sh\necho\n", "create bin/tool\necho\n");
    }

    @Test
    void shouldLeaveOutWhatAModelThoughtBefore() {
        String block = "a.txt\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n";

        assertThat(applied("<think>\nMaybe:\n" + block + "</think>\n" + block, OLD))
                .containsExactly("modify a.txt\nnew\nrest\n");
        assertThat(refused("<think>\nx\n</think>\n" + block.replace("old", "odd"), OLD)
                        .feedback())
                .contains("(line 5 of the reply)");
    }

    @Test
    void shouldNotDeleteAFileWhoseLinesAreAllReplacedByNothing() {
        assertThat(applied("a.txt\n<<<<<<< SEARCH\nold\nrest\n=======\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("modify a.txt\n");
    }

    @Test
    void shouldRefuseTwoDividersRightBehindEachOther() {
        assertThat(codes("a.txt\n<<<<<<< SEARCH\nold\n=======\n=======\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("malformed");
        assertThat(codes("a.txt\n<<<<<<< SEARCH\nold\n=======\n=======\nnew\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("malformed");
        assertThat(codes("b.txt\n<<<<<<< SEARCH\n=======\n=======\nnew\n>>>>>>> REPLACE\n", OLD))
                .containsExactly("malformed");
    }

    @Test
    void shouldReadABlockInAnElementOrBehindDots() {
        String block = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n";
        String made = "<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n";

        assertThat(applied("n/new.txt\n<source>\n" + made + "</source>\n", OLD))
                .containsExactly("create n/new.txt\nx\n");
        assertThat(applied(
                        "a.txt\n" + block + "\n...\n\n"
                                + block.replace("new", "newer").replace("old", "new"),
                        OLD))
                .containsExactly("modify a.txt\nnewer\nrest\n");
    }
}
