package io.jenkins.plugins.openfactory.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final String DIFF = """
            diff --git a/kept.txt b/kept.txt
            index 1..2 100644
            --- a/kept.txt
            +++ b/kept.txt
            @@ -1 +1 @@
            -one
            +two
            diff --git a/new file.txt b/new file.txt
            new file mode 100644
            index 0..1
            --- /dev/null
            +++ b/new file.txt
            @@ -0,0 +1 @@
            +three
            diff --git a/cut.txt b/cut.txt
            new file mode 100644
            index 0..1
            --- /dev/null
            +++ b/cut.txt
            @@ -0,0 +1 @@
            +four
            """;

    @Test
    void shouldLeaveOutOfADiffTheNewFilesThatAreShownWhole() {
        String files = """
                <file path="kept.txt" form="whole" 1a>
                two
                </file 1a>
                <file path="new file.txt" form="whole" 1a>
                three
                </file 1a>
                <file path="cut.txt" form="outlined" 1a>
                </file 1a>
                """;

        String diff = Prompts.withoutShown(DIFF, "\n" + files);

        assertThat(diff)
                .contains("-one\n+two\nnew file new file.txt, shown whole below\ndiff --git a/cut.txt")
                .contains("+four")
                .doesNotContain("+three");
    }

    @Test
    void shouldKeepADiffWithoutNewFiles() {
        assertThat(Prompts.withoutShown("", "")).isEmpty();
        assertThat(Prompts.withoutShown(DIFF, "")).isEqualTo(DIFF);
    }
}
