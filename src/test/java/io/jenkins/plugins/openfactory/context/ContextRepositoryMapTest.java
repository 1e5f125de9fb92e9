package io.jenkins.plugins.openfactory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContextRepositoryMapTest {
    private static SourceFiles files(Map<String, String> texts) {
        return SourceFiles.of(texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void shouldPutTicketFilesFirstThenWhatTheyUse() {
        SourceFiles files = files(Map.of(
                "src/Shop.java", "class Shop {\n  Price total() { return new Price(1); }\n}\n",
                "src/Price.java", "class Price {\n  Price(int cents) {}\n}\n",
                "src/Unrelated.java", "class Unrelated {\n  void nothing() {}\n}\n"));

        Selection selection =
                new RepositoryMap().select(files, new ContextRequest("Sum it up", List.of("src/Shop.java"), 1000));

        assertThat(selection.files())
                .extracting(SelectedFile::path)
                .containsExactly("src/Shop.java", "src/Price.java", "src/Unrelated.java");
        assertThat(selection.tokens()).isLessThanOrEqualTo(1000);
    }
}
