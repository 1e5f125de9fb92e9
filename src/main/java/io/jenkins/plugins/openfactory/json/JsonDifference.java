package io.jenkins.plugins.openfactory.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first place where two JSON values differ, as lines for a terminal. Stateless, so safe for any thread. */
public final class JsonDifference {
    private static final int WIDTH = 74;
    private static final int CONTEXT = 2;
    /** A difference that lies further right than this before the edge is brought to the middle. */
    private static final int MARGIN = 16;

    private JsonDifference() {}

    /** Names the place as a JSON Pointer and shows both sides; for texts the first line that differs, with its surroundings. */
    public static String show(JsonNode recorded, JsonNode asked) {
        return at("", recorded, asked).orElse("The two are equal.");
    }

    private static Optional<String> at(String pointer, JsonNode recorded, JsonNode asked) {
        if (recorded.equals(asked)) {
            return Optional.empty();
        }
        if (recorded.isObject() && asked.isObject()) {
            return fields(pointer, recorded, asked);
        }
        if (recorded.isArray() && asked.isArray()) {
            for (int i = 0; i < Math.min(recorded.size(), asked.size()); i++) {
                Optional<String> found = at(pointer + "/" + i, recorded.get(i), asked.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.of(
                    place(pointer) + " has " + recorded.size() + " items recorded, " + asked.size() + " asked");
        }
        if (recorded.isTextual() && asked.isTextual()) {
            return Optional.of(texts(pointer, recorded.asText(), asked.asText()));
        }
        return Optional.of(place(pointer) + "\n  recorded: " + cut(recorded.toString()) + "\n  asked:    "
                + cut(asked.toString()));
    }

    private static Optional<String> fields(String pointer, JsonNode recorded, JsonNode asked) {
        for (Map.Entry<String, JsonNode> field : recorded.properties()) {
            String there = pointer + "/" + field.getKey();
            if (!asked.has(field.getKey())) {
                return Optional.of(place(there) + " was recorded and is not asked any more");
            }
            Optional<String> found = at(there, field.getValue(), asked.get(field.getKey()));
            if (found.isPresent()) {
                return found;
            }
        }
        return asked.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !recorded.has(name))
                .findFirst()
                .map(name -> place(pointer + "/" + name) + " is asked and was not recorded");
    }

    private static String texts(String pointer, String recorded, String asked) {
        List<String> before = recorded.lines().toList();
        List<String> now = asked.lines().toList();
        int line = 0;
        while (line < before.size() && line < now.size() && before.get(line).equals(now.get(line))) {
            line++;
        }
        StringBuilder text = new StringBuilder(place(pointer))
                .append(", line ")
                .append(line + 1)
                .append('\n');
        for (int i = Math.max(0, line - CONTEXT); i < line; i++) {
            text.append("    ").append(cut(before.get(i))).append('\n');
        }
        String one = line < before.size() ? before.get(line) : "(the end)";
        String other = line < now.size() ? now.get(line) : "(the end)";
        int column = common(one, other);
        int from = column < WIDTH - MARGIN ? 0 : column - WIDTH / 2;
        text.append("  - ").append(part(one, from)).append('\n');
        text.append("  + ").append(part(other, from)).append('\n');
        text.append("    ")
                .append(" ".repeat(column - from + (from == 0 ? 0 : 1)))
                .append('^');
        return text.toString();
    }

    /** How many characters two lines begin with alike. */
    private static int common(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    /** A line from a column on, with a mark where something of it is left out. */
    private static String part(String line, int from) {
        String rest = cut(line.substring(Math.min(from, line.length())));
        return from == 0 ? rest : "…" + rest;
    }

    private static String place(String pointer) {
        return pointer.isEmpty() ? "(the whole value)" : pointer;
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
