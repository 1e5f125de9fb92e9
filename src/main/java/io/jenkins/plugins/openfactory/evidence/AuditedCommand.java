package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command of the audit chain: its start record with its end record, or its denial.
 *
 * @param seq the number of its first record
 * @param stage the stage's id
 * @param at when it was proposed, ISO 8601 in UTC
 * @param binary the program that ran, with its hash; empty where denied
 * @param code the runner's word for the denial; empty where it ran
 * @param end what the end record says; empty where it was denied or the process that watched it died
 */
public record AuditedCommand(
        long seq,
        String stage,
        Optional<String> ticketId,
        String proposedBy,
        List<String> argv,
        String rule,
        String policySha256,
        String at,
        Optional<Binary> binary,
        Optional<Place> place,
        Optional<String> code,
        Optional<String> reason,
        Optional<End> end) {

    /** The program that was executed. */
    public record Binary(String path, String sha256) {}

    /**
     * What it ran in.
     *
     * @param tier in lower case
     * @param network {@code loopback} or {@code host}
     */
    public record Place(String tier, String profile, String network, long uid) {}

    /** How it ended. */
    public record End(
            Optional<Integer> exitCode,
            Optional<String> killed,
            long millis,
            long stdoutBytes,
            long stderrBytes,
            boolean truncated) {}

    public boolean denied() {
        return code.isPresent();
    }

    /** The command line as people read it. */
    public String line() {
        return String.join(" ", argv);
    }

    /** How it ended, in a few words. */
    public String ending() {
        return code.map(word -> "denied (" + word + ")")
                .orElseGet(() -> end.map(AuditedCommand::ending).orElse("no end recorded"));
    }

    private static String ending(End end) {
        return end.killed()
                .map(why -> "killed (" + why.replace('_', ' ') + ")")
                .orElseGet(
                        () -> "exit code " + end.exitCode().map(String::valueOf).orElse("unknown"));
    }

    /** The commands of a chain in order of their first record. Records that tell of no command are passed over. */
    public static List<AuditedCommand> of(List<AuditRow> chain) {
        Map<Long, JsonNode> ends = new HashMap<>();
        List<JsonNode> begins = new ArrayList<>();
        for (AuditRow row : chain) {
            JsonNode record = Json.read(row.record());
            switch (record.path("event").asText()) {
                case "end" -> ends.put(record.path("of").asLong(), record);
                case "start", "denied" -> begins.add(record);
                default -> {}
            }
        }
        return begins.stream()
                .map(begin ->
                        of(begin, Optional.ofNullable(ends.get(begin.path("seq").asLong()))))
                .toList();
    }

    private static AuditedCommand of(JsonNode begin, Optional<JsonNode> end) {
        boolean started = begin.path("event").asText().equals("start");
        return new AuditedCommand(
                begin.path("seq").asLong(),
                begin.path("stage").asText(),
                text(begin, "ticket"),
                begin.path("proposedBy").asText(),
                Json.texts(begin.path("argv")),
                begin.path("rule").asText(),
                begin.path("policySha256").asText(),
                begin.path("at").asText(),
                started
                        ? Optional.of(new Binary(
                                begin.path("resolved").asText(),
                                begin.path("binarySha256").asText()))
                        : Optional.empty(),
                started ? Optional.of(place(begin)) : Optional.empty(),
                text(begin, "code"),
                text(begin, "reason"),
                end.map(AuditedCommand::end));
    }

    private static Place place(JsonNode begin) {
        return new Place(
                begin.path("tier").asText().toLowerCase(java.util.Locale.ROOT),
                begin.path("profile").asText(),
                begin.path("network").asText(),
                begin.path("uid").asLong());
    }

    private static End end(JsonNode record) {
        JsonNode exit = record.path("exitCode");
        return new End(
                exit.isInt() ? Optional.of(exit.asInt()) : Optional.empty(),
                text(record, "killed"),
                record.path("durationMillis").asLong(),
                record.path("stdoutBytes").asLong(),
                record.path("stderrBytes").asLong(),
                record.path("truncated").asBoolean());
    }

    private static Optional<String> text(JsonNode record, String field) {
        return Optional.of(record.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
