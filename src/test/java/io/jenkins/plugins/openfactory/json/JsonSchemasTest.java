package io.jenkins.plugins.openfactory.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonSchemasTest {
    @Test
    void tryOut() {
        String schema = """
            {"type":"object","required":["z"],"additionalProperties":false,"properties":{
             "a":{"type":"integer"},"b":{"enum":["x",null]},"c":{"const":1},"d":{"pattern":"^A"},"e":{"minLength":3},"f":{"maxItems":1, "uniqueItems":true},
             "g":{"minimum":3},"h":{"type":["string","null"]},"i":{"oneOf":[{"type":"string"},{"type":"integer"}]},"j":{"not":{"type":"string"}},"z":{},
             "k":{"format":"date-time"}, "l":{"anyOf":[{"type":"string"},{"type":"integer"}]}, "m":{"dependentRequired":{"p":["q"]}}, "n":false, "o":{"multipleOf":2},
             "r":{"propertyNames":{"pattern":"^a"}}, "s":{"contains":{"const":1}}, "t":{"if":{"type":"string"},"then":{"minLength":4}}
             }}""";
        JsonSchemas.validateWith(schema, Json.read("""
            {"h":3,"b":"yy","a":"1","c":2,"d":"B","e":"ab","f":[1,1],"g":2,"i":[],"j":"u","y/~":1,"k":"u","l":{},"m":{"p":1},"n":1,"o":3,"r":{"b":1},"s":[],"t":"abc"}""")).forEach(System.err::println);
        assertThat(JsonSchemas.validate("run-status", Json.object())).isNotEmpty();
        for (String s : new String[] {"run-status", "manifest", "traceability"})
            JsonSchemas.validate(s, Json.object()).forEach(System.err::println);
    }
}
