package io.jenkins.plugins.openfactory.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the events of {@code go test -json} back into what {@code go test -v} prints, each test's output in one piece
 * however many ran at once. Lines that are no such event stay where they are. The events are those of Go's test2json
 * command: {@code Action}, {@code Package}, {@code Test}, {@code Output}. Stateless.
 */
final class GoJson {
    private static final int LEAST = 2;

    private GoJson() {}

    static List<String> plain(List<String> lines) {
        long events = lines.stream().filter(GoJson::mayBeEvent).limit(LEAST).count();
        if (events < LEAST) {
            return lines;
        }
        List<String> plain = new ArrayList<>();
        Map<String, StringBuilder> outputs = new LinkedHashMap<>();
        for (String line : lines) {
            JsonNode event = event(line);
            if (event.isMissingNode()) {
                plain.add(line);
            } else if (event.path("Test").isMissingNode() && isVerdict(event)) {
                String name = event.path("Package").asText();
                List<String> done = outputs.keySet().stream()
                        .filter(key -> key.startsWith(name + "\n"))
                        .sorted((a, b) -> Boolean.compare(a.endsWith("\n"), b.endsWith("\n")))
                        .toList();
                done.forEach(key ->
                        plain.addAll(outputs.remove(key).toString().lines().toList()));
            } else {
                outputs.computeIfAbsent(
                                event.path("Package").asText() + "\n"
                                        + event.path("Test").asText(),
                                key -> new StringBuilder())
                        .append(event.path("Output").asText());
            }
        }
        outputs.values()
                .forEach(output -> plain.addAll(output.toString().lines().toList()));
        return plain;
    }

    private static boolean isVerdict(JsonNode event) {
        return List.of("pass", "fail", "skip").contains(event.path("Action").asText());
    }

    private static boolean mayBeEvent(String line) {
        return line.startsWith("{\"") && line.contains("\"Action\":\"");
    }

    private static JsonNode event(String line) {
        JsonNode none = Json.object().path("");
        if (!mayBeEvent(line)) {
            return none;
        }
        try {
            JsonNode event = Json.read(line);
            return event.path("Package").isTextual() ? event : none;
        } catch (IllegalArgumentException e) {
            return none;
        }
    }
}
