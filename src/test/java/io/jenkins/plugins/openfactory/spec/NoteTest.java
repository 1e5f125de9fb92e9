package io.jenkins.plugins.openfactory.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static Note concern(String by, String text) {
        return new Note(Note.CONCERN, by, text);
    }

    private static Note decision(String by, String text) {
        return new Note(Note.DECISION, by, text);
    }

    @Test
    void shouldReadTheListsBelowTheTwoHeadingsOfMarkdown() {
        String text = """
                ## Test strategy

                - not a note

                ## Decisions

                - Ties keep the order
                  of the file.
                * `-h` helps.

                Prose.

                ## Concerns

                - AC-1 and AC-2 can't both hold.
                """;

        assertThat(Note.ofMarkdown(Note.ARCHITECTURE, text))
                .containsExactly(
                        decision(Note.ARCHITECTURE, "Ties keep the order of the file."),
                        decision(Note.ARCHITECTURE, "`-h` helps."),
                        concern(Note.ARCHITECTURE, "AC-1 and AC-2 can't both hold."));
    }

    @Test
    void shouldReadTheListsOfAStructuredReply() {
        JsonNode reply = Json.read("{\"tickets\": [], \"concerns\": [\"One.\", \" \"], \"decisions\": [\"Two.\"]}");

        assertThat(Note.ofJson(Note.TICKETS, reply))
                .containsExactly(decision(Note.TICKETS, "Two."), concern(Note.TICKETS, "One."));
    }

    @Test
    void shouldReadLinesOutsideOfEditsOnly() {
        String reply = """
                Concern: before the edits.

                notes.md
                ```
                Decision: content of a file.
                ```

                more.md
                ```
                Concern: content as well.
                ```
                It is done. Decision: not at the start of a line.
                **Decision:** an empty file has no loans.
                - Concern: the README tells otherwise.
                """;

        assertThat(Note.ofEdits("0001", reply))
                .containsExactly(
                        concern("0001", "before the edits."),
                        decision("0001", "an empty file has no loans."),
                        concern("0001", "the README tells otherwise."));
    }

    @Test
    void shouldGiveBackWhatWasKeptInTheOrderOfStages() {
        Map<String, JsonNode> documents = new HashMap<>();
        for (Note note : List.of(concern(Note.CI_FIX, "d"), concern("0001", "c"), concern(Note.TICKETS, "b"))) {
            documents.put(Note.document(note.by()), Note.json(List.of(note)));
        }

        List<Note> notes = Note.of(name -> Optional.ofNullable(documents.get(name)), List.of("0001", "0002"));

        assertThat(notes).extracting(Note::text).containsExactly("b", "c", "d");
        assertThat(notes)
                .extracting(Note::heading)
                .containsExactly(
                        "Concern of the plan of tickets",
                        "Concern of ticket 0001",
                        "Concern of the mend of a failed check");
    }

    @Test
    void shouldFindNothingInTheRecordOfARunOfBeforeThereWereNotes() {
        assertThat(Note.of(name -> Optional.empty(), List.of("0001"))).isEmpty();
    }

    @Test
    void shouldBoundWhatOneAuthorSays() {
        String lines = "Decision: x\n".repeat(3) + "Concern: " + "y".repeat(5000) + "\n";

        List<Note> notes = Note.ofEdits("0001", lines);

        assertThat(notes).hasSize(2);
        assertThat(notes.get(1).text()).hasSize(1001).endsWith("…");
    }
}
