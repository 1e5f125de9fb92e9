package io.jenkins.plugins.openfactory.model.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairToSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"object"}                                   | "{\\"a\\":1}"        | {"a":1}
            {"type":"array"}                                    | "[1, 2]"             | [1,2]
            {"type":["array","null"]}                           | "[1]"                | [1]
            {"type":"array"}                                    | "['a', True,]"       | ["a",true]
            {"type":"array","items":{"type":"object"}}          | ["{\\"a\\":1}"]      | [{"a":1}]
            {"type":"array","items":{"type":"array"}}           | "[\\"[1]\\"]"        | [[1]]
            {"prefixItems":[{"type":"string"},{"type":"array"}]} | ["[1]","[1]"]       | ["[1]",[1]]
            {"additionalProperties":{"type":"array"}}           | {"k":"[1]"}          | {"k":[1]}
            {"patternProperties":{"^x":{"type":"array"}}}       | {"x1":"[1]","y":"[1]"} | {"x1":[1],"y":"[1]"}
            {"$ref":"#/$defs/t","$defs":{"t":{"type":"array"}}} | "[1]"                | [1]
            {"allOf":[{"properties":{"a":{"type":"array"}}}]}   | {"a":"[1]"}          | {"a":[1]}
            {"anyOf":[{"type":"array"},{"type":"null"}]}        | "[1]"                | [1]
            {"anyOf":[{"type":"array","items":{"type":"array"}},{"type":"object"}]} | ["[1]"] | [[1]]
            {"enum":[["a"],["b"]]}                              | "[\\"a\\"]"          | ["a"]
            """)
    void shouldDecodeWhereTheSchemaWantsAContainer(String schema, String value, String expected) {
        assertThat(repaired(value, schema)).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"string"}                                   | "[1]"
            {"type":["string","array"]}                         | "[1]"
            {}                                                  | "[1]"
            true                                                | "[1]"
            {"type":"object"}                                   | "[1]"
            {"type":"array"}                                    | "[1] and more"
            {"type":"array"}                                    | "see [1]"
            {"type":"array"}                                    | "[1"
            {"type":"integer"}                                  | "1"
            {"type":"array"}                                    | "1"
            {"const":"[1]"}                                     | "[1]"
            {"anyOf":[{"type":"array"},{"type":"string"}]}      | "[1]"
            {"$ref":"other.schema.json"}                        | "[1]"
            {"$ref":"#/$defs/none"}                             | "[1]"
            {"$ref":"#"}                                        | "[1]"
            {"patternProperties":{"(":{"type":"array"}}}        | {"x":"[1]"}
            {"type":"array","items":{"type":"string"}}          | ["[1]"]
            """)
    void shouldLeaveEverythingElseAsItIs(String schema, String value) {
        assertThat(repaired(value, schema)).isEqualTo(Json.read(value));
    }

    @Test
    void shouldChooseTheBranchByItsRequiredKeysAndConstants() {
        String schema = """
                {"oneOf":[
                  {"type":"object","required":["question"],"properties":{"question":{"type":"string"}}},
                  {"type":"object","required":["scope"],"properties":{"scope":{"type":"array"}}},
                  {"$ref":"#/$defs/kind"}],
                 "$defs":{"kind":{"required":["kind"],"properties":{"kind":{"const":"x"},"v":{"type":"array"}}}}}
                """;

        assertThat(repaired("{\"question\":\"[1]\"}", schema)).isEqualTo(Json.read("{\"question\":\"[1]\"}"));
        assertThat(repaired("{\"scope\":\"[1]\"}", schema)).isEqualTo(Json.read("{\"scope\":[1]}"));
        assertThat(repaired("{\"kind\":\"x\",\"v\":\"[1]\"}", schema))
                .isEqualTo(Json.read("{\"kind\":\"x\",\"v\":[1]}"));
        assertThat(repaired("{\"kind\":\"y\",\"v\":\"[1]\"}", schema))
                .isEqualTo(Json.read("{\"kind\":\"y\",\"v\":\"[1]\"}"));
    }

    @Test
    void shouldLeaveItsInputAlone() {
        JsonNode value = Json.read("{\"a\":\"[1]\"}");

        StructuredReply.repairTo(value, Json.read("{\"properties\":{\"a\":{\"type\":\"array\"}}}"));

        assertThat(value).isEqualTo(Json.read("{\"a\":\"[1]\"}"));
    }

    private static JsonNode repaired(String value, String schema) {
        return StructuredReply.repairTo(Json.read(value), Json.read(schema));
    }
}
