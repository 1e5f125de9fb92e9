package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description =
                "Reads a structured reply as a run would: prints the JSON, and exits with 1 where it breaks its schema.",
        mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
    @Option(names = "--schema", paramLabel = "NAME", required = true, description = "For instance spec or ticket.")
    private String schema;

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Override
    public Integer call() {
        StructuredReply reply = StructuredReply.parse(Files.text("FILE", file));
        if (reply instanceof StructuredReply.Unreadable unreadable) {
            System.out.println(unreadable.problem());
            return 1;
        }
        JsonNode json;
        List<SchemaViolation> violations;
        try {
            json = StructuredReply.repairTo(((StructuredReply.Parsed) reply).value(), JsonSchemas.schema(schema));
            violations = JsonSchemas.validate(schema, json);
        } catch (IllegalArgumentException e) {
            throw new UserError("There is no schema '" + schema + "'; they stand in the folder schemas.", e);
        }
        System.out.print(Json.pretty(json));
        violations.forEach(System.err::println);
        return violations.isEmpty() ? ExitCode.DONE : 1;
    }
}
