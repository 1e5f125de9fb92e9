package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The edit formats of other tools as models write them: each row has files, a reply, and the files that it changes, null for
 * one that goes; without changes the reply must be refused.
 */
class ForeignFormatsTest {
    @TestFactory
    Stream<DynamicTest> shouldReadTheFormatsOfOtherTools() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/edit/foreign-formats.json")) {
            JsonNode rows = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(rows.size()).isGreaterThan(100);
            return StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> DynamicTest.dynamicTest(row.path("name").asText(), () -> check(row)));
        }
    }

    private static void check(JsonNode row) {
        MapTree tree = MapTree.of();
        row.path("files")
                .properties()
                .forEach(file -> tree.with(file.getKey(), file.getValue().asText()));
        EditOutcome outcome = new EditEngine().apply(row.path("reply").asText(), tree);
        if (row.path("changes").isNull()) {
            assertThat(outcome).isInstanceOf(EditOutcome.Refused.class);
            return;
        }
        Map<String, String> expected = new TreeMap<>();
        row.path("changes")
                .properties()
                .forEach(file -> expected.put(file.getKey(), file.getValue().textValue()));
        assertThat(outcome)
                .as(outcome instanceof EditOutcome.Refused refused ? refused.feedback() : "")
                .isInstanceOf(EditOutcome.Applied.class);
        assertThat(changes((EditOutcome.Applied) outcome)).isEqualTo(expected);
    }

    private static Map<String, String> changes(EditOutcome.Applied applied) {
        Map<String, String> changes = new TreeMap<>();
        for (FileChange change : applied.changes()) {
            if (change instanceof FileChange.Create create) {
                changes.put(create.path(), text(create.content()));
            } else if (change instanceof FileChange.Modify modify) {
                changes.put(modify.path(), text(modify.content()));
            } else if (change instanceof FileChange.Rename rename) {
                changes.put(rename.from(), null);
                changes.put(rename.path(), text(rename.content()));
            } else {
                changes.put(change.path(), null);
            }
        }
        return changes;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
