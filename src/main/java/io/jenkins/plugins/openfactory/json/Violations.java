package io.jenkins.plugins.openfactory.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;

/** Says in one sentence what the validator found, with the offending value. */
final class Violations {
    private static final int LONGEST = 80;

    private Violations() {}

    static SchemaViolation describe(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String property = error.getProperty();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "required" -> new SchemaViolation(pointer, "the property '" + property + "' is missing");
            case "additionalProperties", "unevaluatedProperties" ->
                new SchemaViolation(
                        pointer + "/" + escaped(property),
                        "the property '" + shortened(property) + "' is not known here");
            case "type" ->
                new SchemaViolation(
                        pointer,
                        shown(value) + " is of type " + argument(error, 0) + ", not " + types(argument(error, 1)));
            case "enum" -> new SchemaViolation(pointer, shown(value) + " is none of " + argument(error, 0));
            case "const" -> new SchemaViolation(pointer, shown(value) + " is not " + argument(error, 0));
            case "pattern" ->
                new SchemaViolation(pointer, shown(value) + " does not match the pattern " + argument(error, 0));
            case "false" -> new SchemaViolation(pointer, shown(value) + " is not allowed here");
            default -> new SchemaViolation(pointer, sentence(shown(value), plain(error.getMessage())));
        };
    }

    /** A name as it stands in a JSON Pointer (RFC 6901). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String argument(Error error, int index) {
        Object[] arguments = error.getArguments();
        return index < arguments.length ? shortened(String.valueOf(arguments[index]), 2 * LONGEST) : "";
    }

    /** {@code [string, null]} as {@code string or null}. */
    private static String types(String expected) {
        return expected.replaceAll("[\\[\\]]", "").replace(", ", " or ");
    }

    private static String sentence(String value, String message) {
        return value + (message.matches("(must|does|has) .*") ? " " : ": ") + shortened(message, 2 * LONGEST);
    }

    private static String shown(JsonNode value) {
        return value == null ? "the value" : shortened(Json.write(value));
    }

    /** The validator's message without the pointer that it begins with. */
    private static String plain(String message) {
        int colon = message.indexOf(": ");
        return message.startsWith("/") && colon > 0 ? message.substring(colon + 2) : message;
    }

    private static String shortened(String text) {
        return shortened(text, LONGEST);
    }

    private static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
