package io.jenkins.plugins.openfactory.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas that come with the program, JSON Schema draft 2020-12, found on the class path as
 * {@code schemas/<name>.schema.json}. Nothing is ever fetched from elsewhere. Safe for any thread.
 */
public final class JsonSchemas {
    private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(JsonSchemas::bundled));

    private JsonSchemas() {}

    /**
     * Checks a document.
     *
     * @param name for instance {@code spec} or {@code run-status}
     * @return what is wrong, in the order of the document; empty if it is valid
     * @throws IllegalArgumentException if there is no such schema
     */
    public static List<SchemaViolation> validate(String name, JsonNode document) {
        List<Error> errors = LOADED.computeIfAbsent(name, JsonSchemas::load).validate(document);
        return errors.stream()
                .map(e -> new SchemaViolation(e.getInstanceLocation().toString(), e.getMessage()))
                .toList();
    }

    private static Schema load(String name) {
        return REGISTRY.getSchema(Json.read(text(name)));
    }

    private static String bundled(String iri) {
        return null;
    }

    private static String text(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            throw unknown(name);
        }
        try (InputStream in = JsonSchemas.class.getResourceAsStream("/schemas/" + name + ".schema.json")) {
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
