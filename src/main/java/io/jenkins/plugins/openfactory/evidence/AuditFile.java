package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code AUDIT.jsonl}: the audit chain as a file, one link on each line as canonical JSON (RFC 8785) with {@code hash},
 * {@code prevHash} and {@code record}. Anybody can compute it again: a link's hash is SHA-256 of {@code prevHash}, a
 * newline and the canonical form of {@code record}.
 */
public final class AuditFile {
    /** Where a bundle has it. */
    public static final String PATH = "AUDIT.jsonl";

    private static final Set<String> FIELDS = Set.of("hash", "prevHash", "record");

    private AuditFile() {}

    /** The file's text; empty for a chain without links. */
    public static String text(List<AuditRow> chain) {
        StringBuilder text = new StringBuilder();
        for (AuditRow row : chain) {
            ObjectNode line = Json.object().put("hash", row.hash()).put("prevHash", row.prevHash());
            line.set("record", Json.read(row.record()));
            text.append(Json.canonical(line)).append('\n');
        }
        return text.toString();
    }

    /**
     * Reads a chain; whether it holds together is told by {@link AuditChain}.
     *
     * @throws IllegalArgumentException naming the first line that is none of such a file
     */
    public static List<AuditRow> parse(String text) {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("its last line has no end");
        }
        List<AuditRow> chain = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            chain.add(link(text.substring(at, end), chain.size() + 1));
            at = end + 1;
        }
        return chain;
    }

    private static AuditRow link(String line, int number) {
        try {
            JsonNode json = Json.read(line);
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            if (!FIELDS.equals(Set.copyOf(names)) || !Json.canonical(json).equals(line)) {
                throw new IllegalArgumentException("it is not a link in canonical form");
            }
            String record = Json.canonical(json.get("record"));
            return new AuditRow(
                    json.path("record").path("seq").asLong(-1),
                    json.get("prevHash").asText(),
                    json.get("hash").asText(),
                    record);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + " can't be read: " + e.getMessage(), e);
        }
    }
}
