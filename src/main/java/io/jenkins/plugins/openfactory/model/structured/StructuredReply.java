package io.jenkins.plugins.openfactory.model.structured;

import com.fasterxml.jackson.databind.JsonNode;

/** A model's reply that is to hold one JSON value, read as it is meant. Stateless, so safe for any thread. */
public sealed interface StructuredReply {
    /**
     * A value was found.
     *
     * @param value with every string as the model wrote it
     */
    record Parsed(JsonNode value) implements StructuredReply {}

    /**
     * No value, or none that can be read without guessing.
     *
     * @param problem one sentence with the place, fit to be sent back to the model
     */
    record Unreadable(String problem) implements StructuredReply {}

    /**
     * Finds the JSON value of a reply. Valid JSON is taken as it is. Otherwise fences and prose around it are left out
     * and, where only one reading is possible, these are mended: raw control characters in strings, trailing commas,
     * comments, single quotes, unquoted keys, Python's {@code True}, {@code False} and {@code None}, and missing closing
     * brackets. The content of a string is never changed. Of several values a fenced one is preferred, else the largest.
     *
     * <p>A missing bracket can mean that the reply was cut off: ask {@link
     * io.jenkins.plugins.openfactory.model.ModelReply#finishReason()} first.
     */
    static StructuredReply parse(String reply) {
        return new ReplyScan(reply).result();
    }

    /**
     * Decodes strings that hold an array or an object, at every place where the schema takes an array or an object and
     * no string. Everything else stays as it is; nothing is validated.
     *
     * @param schema a JSON Schema (2020-12); {@code $ref} is followed inside the document only
     * @return a new tree
     */
    static JsonNode repairTo(JsonNode value, JsonNode schema) {
        return new Destringifier(schema).apply(value);
    }
}
