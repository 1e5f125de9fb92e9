package io.jenkins.plugins.openfactory.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model wants a person to look at: a doubt about the texts that it works from, or a decision that they leave open.
 *
 * @param kind {@link #CONCERN} or {@link #DECISION}
 * @param by {@link #ARCHITECTURE}, {@link #TICKETS}, {@link #CI_FIX}, or the four digits of a ticket
 * @param text on one line
 */
public record Note(String kind, String by, String text) {
    public static final String CONCERN = "concern";
    public static final String DECISION = "decision";
    public static final String ARCHITECTURE = "architecture";
    public static final String TICKETS = "tickets";
    public static final String CI_FIX = "ci-fix";

    /** More of one kind are no longer what a person looks at. */
    private static final int MOST = 20;

    private static final int LONGEST = 1000;
    private static final Pattern FENCE = Pattern.compile("(?m)^\\s*(?:`{3,}|~{3,}).*$");
    private static final Pattern LINE =
            Pattern.compile("(?m)^[ \\t]*(?:[-*] )?(?:\\*\\*)?(Concern|Decision):(?:\\*\\*)?[ \\t]*(\\S.*)$");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (Concern|Decision)s[ \\t]*\\R(.*?)(?=^##? |\\z)");
    private static final Pattern ITEM = Pattern.compile("(?ms)^[-*] (.*?)(?=^[-*] |\\R[ \\t]*\\R|\\z)");

    /** The name of the run's document with what one author noted. */
    public static String document(String by) {
        return "notes_" + by;
    }

    /** The notes of a run in the order of its stages; a run of before there were notes has none. */
    public static List<Note> of(Function<String, Optional<JsonNode>> documents, List<String> tickets) {
        return Stream.of(Stream.of(ARCHITECTURE, TICKETS), tickets.stream(), Stream.of(CI_FIX))
                .flatMap(Function.identity())
                .flatMap(by -> documents.apply(document(by)).stream())
                .flatMap(document -> list(document).stream())
                .toList();
    }

    private static List<Note> list(JsonNode document) {
        List<Note> notes = new ArrayList<>();
        document.path("notes").forEach(note -> notes.add(Json.value(note, Note.class)));
        return notes;
    }

    /** What {@link #of} reads again. */
    public static JsonNode json(List<Note> notes) {
        return Json.object().set("notes", Json.tree(notes));
    }

    /** The items below the headings {@code ## Decisions} and {@code ## Concerns} of a Markdown text. */
    public static List<Note> ofMarkdown(String by, String text) {
        return SECTION.matcher(text)
                .results()
                .flatMap(section -> ITEM.matcher(section.group(2))
                        .results()
                        .limit(MOST)
                        .map(item -> note(section.group(1), by, item.group(1))))
                .toList();
    }

    /** The texts under {@code decisions} and {@code concerns} of a structured reply. */
    public static List<Note> ofJson(String by, JsonNode reply) {
        return Stream.of("Decision", "Concern")
                .flatMap(kind -> Json.texts(reply.path(kind.toLowerCase(Locale.ROOT) + "s")).stream()
                        .filter(text -> !text.isBlank())
                        .limit(MOST)
                        .map(text -> note(kind, by, text)))
                .toList();
    }

    /** The lines {@code Decision: …} and {@code Concern: …} before the first fence and after the last one of a reply with edits. */
    public static List<Note> ofEdits(String by, String reply) {
        Matcher fence = FENCE.matcher(reply);
        int first = fence.find() ? fence.start() : reply.length();
        int last = first;
        while (fence.find()) {
            last = fence.end();
        }
        return Stream.of(reply.substring(0, first), reply.substring(last))
                .flatMap(prose -> LINE.matcher(prose).results())
                .map(line -> note(line.group(1), by, line.group(2)))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Note note(String kind, String by, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return new Note(
                kind.toLowerCase(Locale.ROOT), by, line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
    }

    /** Whose it is, for people, for instance {@code Concern of ticket 0001}. */
    public String heading() {
        String who = switch (by) {
            case ARCHITECTURE -> "the architecture";
            case TICKETS -> "the plan of tickets";
            case CI_FIX -> "the mend of a failed check";
            default -> "ticket " + by;
        };
        return (kind.equals(CONCERN) ? "Concern of " : "Decision of ") + who;
    }
}
