package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Holds a policy document against {@code schemas/command-policy.schema.json}. */
final class PolicySchema {
    private static final Schema SCHEMA = read();

    private PolicySchema() {}

    private static Schema read() {
        try (InputStream in = PolicySchema.class.getResourceAsStream("/schemas/command-policy.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws a {@link UserError} with the first violation. */
    static void check(JsonNode document) {
        List<Error> errors = SCHEMA.validate(document);
        if (!errors.isEmpty()) {
            Error first = errors.get(0);
            SchemaViolation violation =
                    new SchemaViolation(String.valueOf(first.getInstanceLocation()), first.getMessage());
            throw new UserError("The command policy does not fit its schema at " + violation + ".");
        }
    }
}
