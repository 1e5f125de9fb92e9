package io.jenkins.plugins.openfactory.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schemas that come with the program, JSON Schema draft 2020-12, found on the class path as
 * {@code schemas/<name>.schema.json}. Nothing is ever fetched from elsewhere. Safe for any thread.
 */
public final class JsonSchemas {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:.*/|urn:openfactory:schema:)([a-z0-9-]+?)(?:\\.schema\\.json)?");
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                            SchemaRegistryConfig.builder().locale(Locale.ROOT).build())
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemas(JsonSchemas::referred));
    private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /**
     * Checks a document.
     *
     * @param name for instance {@code spec} or {@code run-status}
     * @return what is wrong, in the order of the document; empty if it is valid
     * @throws IllegalArgumentException if there is no such schema
     */
    public static List<SchemaViolation> validate(String name, JsonNode document) {
        return violations(LOADED.computeIfAbsent(name, JsonSchemas::load), document);
    }

    /**
     * The schema itself, for those who read it.
     *
     * @throws IllegalArgumentException if there is no such schema
     */
    public static JsonNode schema(String name) {
        return Json.read(text(name));
    }

    /** Checks a document against a schema given as text. */
    static List<SchemaViolation> validateWith(String schema, JsonNode document) {
        return violations(REGISTRY.getSchema(Json.read(schema)), document);
    }

    private static List<SchemaViolation> violations(Schema schema, JsonNode document) {
        List<SchemaViolation> found =
                schema.validate(document).stream().map(Violations::describe).toList();
        if (found.size() < 2) {
            return found;
        }
        Map<String, Integer> order = new HashMap<>();
        number(document, "", order);
        return found.stream()
                .sorted(Comparator.comparing(violation -> order.getOrDefault(violation.pointer(), 0)))
                .distinct()
                .toList();
    }

    /** Numbers every value in the order of the document. */
    private static void number(JsonNode node, String pointer, Map<String, Integer> order) {
        order.put(pointer, order.size());
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            number(field.getValue(), pointer + "/" + Violations.escaped(field.getKey()), order));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            number(node.get(i), pointer + "/" + i, order);
        }
    }

    private static Schema load(String name) {
        return REGISTRY.getSchema(Json.read(text(name)));
    }

    /** The bundled schema that another one refers to by its address; null where it is none of ours. */
    private static String referred(String address) {
        Matcher matcher = REFERENCE.matcher(address);
        return matcher.matches() && JsonSchemas.class.getResource(resource(matcher.group(1))) != null
                ? text(matcher.group(1))
                : null;
    }

    private static String resource(String name) {
        return "/schemas/" + name + ".schema.json";
    }

    private static String text(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            throw unknown(name);
        }
        try (InputStream in = JsonSchemas.class.getResourceAsStream(resource(name))) {
            if (in == null) {
                throw unknown(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("there is no schema called '" + name + "'");
    }
}
