package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "schema", description = "Tries our schemas by hand.", mixinStandardHelpOptions = true)
final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: schema validate NAME FILE");
    }

    @Command(
            name = "validate",
            description = "Checks a document; 0 if it is valid, 1 with what is wrong.",
            mixinStandardHelpOptions = true)
    int validate(
            @Parameters(paramLabel = "NAME", description = "For instance spec, ticket or run-status.") String name,
            @Parameters(paramLabel = "FILE", description = "The document.") Path file) {
        JsonNode document = read(file);
        List<SchemaViolation> violations;
        try {
            violations = JsonSchemas.validate(name, document);
        } catch (IllegalArgumentException e) {
            throw new UserError("There is no schema '" + name + "'; they stand in the folder schemas.", e);
        }
        violations.forEach(System.out::println);
        return violations.isEmpty() ? ExitCode.DONE : 1;
    }

    private static JsonNode read(Path file) {
        try {
            return Json.read(Files.text("FILE", file));
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + file + "' is " + e.getMessage() + ".", e);
        }
    }
}
