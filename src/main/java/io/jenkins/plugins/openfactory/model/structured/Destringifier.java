package io.jenkins.plugins.openfactory.model.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decodes strings that hold an array or an object where a schema wants those. For one value in one thread. */
final class Destringifier {
    private static final int MOST_HOPS = 32;

    private final JsonNode root;

    Destringifier(JsonNode schema) {
        this.root = schema;
    }

    JsonNode apply(JsonNode value) {
        return mend(value.deepCopy(), root, 0);
    }

    /** Changes the value in place where it is a container; returns it, or what replaces it. */
    private JsonNode mend(JsonNode value, JsonNode schema, int hops) {
        if (!schema.isObject() || hops > MOST_HOPS) {
            return value;
        }
        JsonNode result = value.isTextual() ? decoded(value, types(schema, 0)) : value;
        if (schema.has("$ref")) {
            result = mend(result, target(schema), hops + 1);
        }
        for (JsonNode part : schema.path("allOf")) {
            result = mend(result, part, hops + 1);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            Optional<JsonNode> branch = branch(result, schema.path(choice));
            if (branch.isPresent()) {
                result = mend(result, branch.get(), hops + 1);
            }
        }
        if (result instanceof ObjectNode object) {
            members(object, schema);
        } else if (result instanceof ArrayNode array) {
            elements(array, schema);
        }
        return result;
    }

    private void members(ObjectNode object, JsonNode schema) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode declared = schema.path("properties").path(name);
            List<JsonNode> patterns = schema.path("patternProperties").properties().stream()
                    .filter(pattern -> matches(pattern.getKey(), name))
                    .map(Map.Entry::getValue)
                    .toList();
            boolean additional = declared.isMissingNode() && patterns.isEmpty();
            JsonNode value = mend(member.getValue(), declared, 0);
            for (JsonNode pattern : patterns) {
                value = mend(value, pattern, 0);
            }
            member.setValue(additional ? mend(value, schema.path("additionalProperties"), 0) : value);
        }
    }

    private static boolean matches(String pattern, String name) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private void elements(ArrayNode array, JsonNode schema) {
        JsonNode first = schema.path("prefixItems");
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = i < first.size() ? first.get(i) : schema.path("items");
            array.set(i, mend(array.get(i), item, 0));
        }
    }

    /** The string's own value if the types take it and no string; else the string. */
    private static JsonNode decoded(JsonNode string, Set<Type> types) {
        if (types.contains(Type.STRING)) {
            return string;
        }
        return container(string.textValue())
                .filter(value -> types.contains(value.isArray() ? Type.ARRAY : Type.OBJECT))
                .orElse(string);
    }

    private static Optional<JsonNode> container(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
            return Optional.empty();
        }
        LenientParser parser = new LenientParser(trimmed, 0);
        try {
            JsonNode value = parser.container();
            return parser.atEnd() && parser.end() == trimmed.length() ? Optional.of(value) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    /**
     * The one branch that is meant: of those that take the value's type, the only one whose required keys are there and
     * whose constants are right.
     */
    private Optional<JsonNode> branch(JsonNode value, JsonNode branches) {
        List<JsonNode> fitting =
                stream(branches).filter(branch -> fits(value, branch)).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private boolean fits(JsonNode value, JsonNode branch) {
        JsonNode schema = branch;
        for (int hops = 0; schema.has("$ref") && hops < MOST_HOPS; hops++) {
            schema = target(schema);
        }
        Set<Type> types = types(branch, 0);
        if (value.isTextual() && !types.contains(Type.STRING)) {
            return types.contains(Type.ARRAY) || types.contains(Type.OBJECT);
        }
        return types.contains(Type.of(value)) && (!value.isObject() || hasKeys(value, schema));
    }

    private static boolean hasKeys(JsonNode object, JsonNode schema) {
        return stream(schema.path("required")).allMatch(key -> object.has(key.asText()))
                && schema.path("properties").properties().stream()
                        .filter(property -> property.getValue().has("const") && object.has(property.getKey()))
                        .allMatch(property -> property.getValue().get("const").equals(object.get(property.getKey())));
    }

    /** The types that a schema takes; all of them where it does not say. */
    private Set<Type> types(JsonNode schema, int hops) {
        Set<Type> types = EnumSet.allOf(Type.class);
        if (!schema.isObject() || hops > MOST_HOPS) {
            return types;
        }
        if (schema.has("type")) {
            JsonNode type = schema.get("type");
            types.retainAll(Type.named(type.isArray() ? stream(type) : Stream.of(type)));
        }
        if (schema.has("enum")) {
            types.retainAll(Type.of(stream(schema.get("enum"))));
        }
        if (schema.has("const")) {
            types.retainAll(Type.of(Stream.of(schema.get("const"))));
        }
        if (schema.has("$ref")) {
            types.retainAll(types(target(schema), hops + 1));
        }
        for (JsonNode part : schema.path("allOf")) {
            types.retainAll(types(part, hops + 1));
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.path(choice).isArray()) {
                Set<Type> either = EnumSet.noneOf(Type.class);
                schema.get(choice).forEach(branch -> either.addAll(types(branch, hops + 1)));
                types.retainAll(either);
            }
        }
        return types;
    }

    /** What a {@code $ref} inside the document points to; a missing node for any other. */
    private JsonNode target(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (!reference.startsWith("#") || reference.length() > 1 && reference.charAt(1) != '/') {
            return Json.object().path("none");
        }
        return root.at(reference.substring(1));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The types of JSON Schema; integers are numbers. */
    private enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL;

        static Type of(JsonNode value) {
            return switch (value.getNodeType()) {
                case OBJECT -> OBJECT;
                case ARRAY -> ARRAY;
                case NUMBER -> NUMBER;
                case BOOLEAN -> BOOLEAN;
                case NULL -> NULL;
                default -> STRING;
            };
        }

        static Set<Type> of(Stream<JsonNode> values) {
            Set<Type> types = EnumSet.noneOf(Type.class);
            values.forEach(value -> types.add(of(value)));
            return types;
        }

        static Set<Type> named(Stream<JsonNode> names) {
            Set<Type> types = EnumSet.noneOf(Type.class);
            names.map(name -> name.asText().toUpperCase(Locale.ROOT))
                    .map(name -> name.equals("INTEGER") ? "NUMBER" : name)
                    .forEach(name -> Stream.of(values())
                            .filter(type -> type.name().equals(name))
                            .forEach(types::add));
            return types;
        }
    }
}
