package io.jenkins.plugins.openfactory.evidence.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ViewFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/jenkins/plugins/openfactory/evidence/view");

    @Test
    void shouldNameEveryScript() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> scripts = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".js"))
                    .map(name -> name.replace(".js", ""))
                    .toList();
            assertThat(ViewFiles.SCRIPTS).containsExactlyInAnyOrderElementsOf(scripts);
        }
    }

    @Test
    void shouldMakeNothingButTextOfATextAndAskNobodyElse() {
        assertThat(ViewFiles.script())
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                .doesNotContain("</script", "https://", "import(");
        assertThat(ViewFiles.style()).doesNotContain("url(", "@import", "</style");
    }
}
