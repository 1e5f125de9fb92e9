package io.jenkins.plugins.openfactory.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A sentence that Jenkins may show must not send a person to a command that Jenkins does not have. The command line's own
 * words, the doctor's (Jenkins has others in their place) and those of the reports, which are read anywhere, may.
 */
class SentencesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/jenkins/plugins/openfactory");
    private static final List<String> MAY = List.of("cli", "doctor", "evidence/report");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COMMAND = Pattern.compile(
            "factory (resume|cancel|status|answer|approve|reject|runs?)\\b|\\b(the run|and|then|to) resume\\b|\\bresume (the run|it)\\b|be resumed");

    @Test
    void shouldNameNoCommandOfTheCommandLineWhereJenkinsShowsIt() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> MAY.stream().noneMatch(room -> path.startsWith(SOURCES.resolve(room))))
                    .toList()) {
                look(file, found);
            }
        }
        assertThat(found).isEmpty();
    }

    private static void look(Path file, List<String> found) throws IOException {
        for (String line : Files.readAllLines(file)) {
            Matcher literal = LITERAL.matcher(line);
            while (literal.find()) {
                if (COMMAND.matcher(literal.group(1)).find()) {
                    found.add(file.getFileName() + ": " + literal.group(1));
                }
            }
        }
    }
}
