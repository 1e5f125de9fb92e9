package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.codes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatchEnvelopeTest {
    private static final String SHOP = """
            class Shop:
                def open(self):
                    return True

                def close(self):
                    return True

            class Bar:
                def close(self):
                    return True
            """;

    @Test
    void shouldAddUpdateMoveAndDelete() {
        String reply = """
                *** Begin Patch
                *** Add File: docs/new.md
                +# New
                +
                +text
                *** Update File: shop.py
                *** Move to: src/shop.py
                @@ class Shop:
                     def open(self):
                -        return True
                +        return False
                *** Delete File: old.txt
                *** Update File: b.txt
                @@
                 one
                -two
                +2
                @@
                 three
                +four
                *** End of File
                *** End Patch
                """;
        MapTree tree = MapTree.of("shop.py", SHOP, "old.txt", "x\n", "b.txt", "one\ntwo\nthree\n");
        String[] expected = {
            "modify b.txt\none\n2\nthree\nfour\n",
            "create docs/new.md\n# New\n\ntext\n",
            "delete old.txt",
            "rename shop.py src/shop.py\n" + SHOP.replaceFirst("True", "False")
        };

        assertThat(applied(reply, tree)).containsExactly(expected);
        assertThat(applied("```\n" + reply + "```\n", tree)).containsExactly(expected);
        assertThat(applied("```bash\napply_patch <<'EOF'\n" + reply + "EOF\n```\n", tree))
                .containsExactly(expected);
    }

    @Test
    void shouldFindTheRightOneOfRepeatedLinesByItsAnchors() {
        String nested = """
                *** Begin Patch
                *** Update File: shop.py
                @@ class Bar:
                @@     def close(self):
                -        return True
                +        return None
                *** End Patch
                """;
        String vague = nested.replace("@@ class Bar:\n", "").replace("@@     def close(self):", "@@");

        assertThat(applied(nested, MapTree.of("shop.py", SHOP)))
                .containsExactly("modify shop.py\n" + SHOP.substring(0, SHOP.lastIndexOf("True")) + "None\n");
        assertThat(codes(vague, MapTree.of("shop.py", SHOP))).containsExactly("ambiguous");
    }

    @Test
    void shouldPutBareInsertionsAfterTheirAnchorOrAtTheEnd() {
        String anchored = "*** Begin Patch\n*** Update File: a\n@@ two\n+2b\n*** End Patch\n";
        String last = "*** Begin Patch\n*** Update File: a\n@@\n+4\n*** End of File\n*** End Patch\n";
        String nowhere = "*** Begin Patch\n*** Update File: a\n@@\n+4\n*** End Patch\n";
        MapTree tree = MapTree.of("a", "one\ntwo\nthree\n");

        assertThat(applied(anchored, tree)).containsExactly("modify a\none\ntwo\n2b\nthree\n");
        assertThat(applied(last, tree)).containsExactly("modify a\none\ntwo\nthree\n4\n");
        assertThat(codes(nowhere, tree)).containsExactly("ambiguous");
    }

    @Test
    void shouldDeleteByALineOfItsOwn() {
        MapTree tree = MapTree.of("a b.txt", "x\n", "c.txt", "x\n");

        assertThat(applied(
                        "The files are unused.\n\n*** Delete File: a b.txt\n*** Delete File: `c.txt`\n\nThat is all.\n",
                        tree))
                .containsExactly("delete a b.txt", "delete c.txt");
        assertThat(codes("*** Delete File: none.txt\n", tree)).containsExactly("missing");
        assertThat(codes("To delete, write `*** Delete File: c.txt`.\n", tree)).containsExactly("no_edits");
    }

    @Test
    void shouldKeepFenceLinesOfAnAddedFile() {
        String reply = "```\n*** Begin Patch\n*** Add File: a.md\n+```sh\n+make\n+```\n*** End Patch\n```\n";

        assertThat(applied(reply, MapTree.of())).containsExactly("create a.md\n```sh\nmake\n```\n");
    }

    @Test
    void shouldRefuseABrokenEnvelope() {
        MapTree tree = MapTree.of("a", "one\n");

        assertThat(codes("*** Begin Patch\n*** Update File: a\n-one\n+two\n", tree))
                .containsExactly("malformed");
        assertThat(codes("*** Begin Patch\n*** Add File: b\nx\n*** End Patch\n", tree))
                .containsExactly("malformed");
        assertThat(codes("*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\n", tree))
                .containsExactly("exists");
        assertThat(codes("*** Begin Patch\n*** Update File: a\n*** End Patch\n", tree))
                .containsExactly("malformed");
        assertThat(codes("*** Begin Patch\nhello\n*** End Patch\n", tree)).containsExactly("malformed");
        assertThat(codes("*** Begin Patch\n*** Delete File: a\n*** Update File: a\n-one\n+two\n*** End Patch\n", tree))
                .containsExactly("conflict");
    }

    @Test
    void shouldReadAFilesLineWithSpaceBeforeIt() {
        MapTree tree = MapTree.of("a", "1\n2\n", "b", "b\n");
        String patch = "*** Begin Patch\n  *** Add File: c\n+c\n  *** Delete File: b\n\t*** Update File: a\n"
                + "@@\n-1\n+one\n 2\n*** End Patch\n";

        assertThat(applied(patch, tree)).containsExactly("modify a\none\n2\n", "delete b", "create c\nc\n");
        assertThat(codes(
                        "*** Begin Patch\n*** Update File: a\n@@\n-1\n+one\n *** Delete File: b\n*** End Patch\n",
                        tree))
                .containsExactly("not_found");
    }
}
