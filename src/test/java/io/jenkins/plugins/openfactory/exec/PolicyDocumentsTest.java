package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents about the policy against the code. */
class PolicyDocumentsTest {
    private static final Path SCHEMA = Path.of("schemas/command-policy.schema.json");

    @Test
    void shouldDescribeEveryPropertyOfTheSchema() throws IOException {
        List<String> silent = new ArrayList<>();
        collect(Json.read(Files.readString(SCHEMA)), "", silent);

        assertThat(silent).isEmpty();
    }

    private static void collect(JsonNode node, String at, List<String> silent) {
        node.path("properties").properties().forEach(entry -> {
            if (!entry.getValue().path("description").isTextual()) {
                silent.add(at + "/" + entry.getKey());
            }
        });
        node.properties().forEach(entry -> collect(entry.getValue(), at + "/" + entry.getKey(), silent));
    }

    @Test
    void shouldBeAValidSchema() throws IOException {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(Json.read(Files.readString(SCHEMA)))).isEmpty();
    }

    @Test
    void shouldLoadTheExampleOfTheManual() throws IOException {
        String manual = Files.readString(Path.of("docs/execution.md"));
        String example =
                manual.substring(manual.indexOf("```json") + 7, manual.indexOf("```\n", manual.indexOf("```json")));

        CommandPolicy policy = CommandPolicy.parse(example);

        assertThat(policy.rules()).extracting(PolicyRule::name).containsExactly("report");
        assertThat(policy.decide(List.of("mytool", "show", "--lines", "0", "a")))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void shouldNameTheShippedPolicyByItsCanonicalForm() {
        assertThat(CommandPolicy.shipped().sha256()).matches("[0-9a-f]{64}");
        assertThat(CommandPolicy.shipped().rules()).allSatisfy(rule -> {
            assertThat(rule.network()).isEqualTo(PolicyRule.Network.LOOPBACK);
            assertThat(rule.summary()).endsWith(".");
        });
    }
}
