package io.jenkins.plugins.openfactory.model.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply.Parsed;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StructuredReplyPropertyTest {
    @Property(tries = 400, seed = "20261105")
    void shouldNeverChangeValidJson(@ForAll("values") JsonNode value, @ForAll boolean pretty) {
        assertThat(StructuredReply.parse(pretty ? Json.pretty(value) : Json.write(value)))
                .isEqualTo(new Parsed(Json.read(Json.write(value))));
    }

    @Property(tries = 400, seed = "20261105")
    void shouldReadValidJsonInsideProseAsItIs(
            @ForAll("containers") JsonNode value, @ForAll("wrappings") Wrapping wrap) {
        assertThat(StructuredReply.parse(wrap.around(Json.pretty(value))))
                .isEqualTo(new Parsed(Json.read(Json.write(value))));
    }

    @Property(tries = 1500, seed = "20261105")
    void shouldReadBackWhatWasMangled(
            @ForAll("containers") JsonNode value, @ForAll("wrappings") Wrapping wrap, @ForAll long seed) {
        String mangled = wrap.around(new Mangler(new Random(seed)).mangle(value));

        assertThat(StructuredReply.parse(mangled)).as(mangled).isEqualTo(new Parsed(value));
    }

    @Property(tries = 1000, seed = "20261105")
    void shouldNeverThrow(@ForAll("soups") String reply) {
        assertThat(StructuredReply.parse(reply)).isNotNull();
    }

    @Property(tries = 300, seed = "20261105")
    void shouldDecodeStringifiedContainersOfASchema(@ForAll("containers") JsonNode inner, @ForAll boolean prettily) {
        String type = inner.isArray() ? "array" : "object";
        JsonNode schema = Json.read("{\"properties\":{\"a\":{\"type\":\"" + type + "\"},\"b\":{\"type\":\"string\"}}}");
        String text = prettily ? Json.pretty(inner) : Json.write(inner);
        ObjectNode value = Json.object().put("a", text).put("b", text).put("c", text);

        JsonNode repaired = StructuredReply.repairTo(value, schema);

        assertThat(repaired.get("a")).isEqualTo(inner);
        assertThat(repaired.get("b").asText()).isEqualTo(text);
        assertThat(repaired.get("c").asText()).isEqualTo(text);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        // Read back, so that numbers have the node types that reading gives.
        return nodes(3).map(node -> Json.read(Json.write(node)));
    }

    @Provide
    Arbitrary<JsonNode> containers() {
        return values().filter(JsonNode::isContainerNode).filter(node -> !node.isEmpty());
    }

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ":", ",", "\"", "'", "a", "1", " ", "\n", "\\", "```", "//", "/*", "#",
                        "True", "-", "u12")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Wrapping> wrappings() {
        return Arbitraries.of(
                new Wrapping("", ""),
                new Wrapping("```json\n", "\n```"),
                new Wrapping("```\n", "\n```\n"),
                new Wrapping("~~~~ json\n", "\n~~~~"),
                new Wrapping("Here is the plan:\n\n", "\n"),
                new Wrapping("Sure - it's done (as asked):\n```json\n", "\n```\nTell me if you'd like changes."),
                new Wrapping("<think>\nlet's see: {\"draft\": [1, 2]}\n</think>\n\n", "\n"));
    }

    private static Arbitrary<JsonNode> nodes(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                texts().map(text -> Json.object().put("x", text).get("x")),
                Arbitraries.longs().map(number -> Json.read(number.toString())),
                Arbitraries.of("0", "-1.5", "1e10", "0.1", "123456789012345678901234567890", "1.0E-5")
                        .map(Json::read),
                Arbitraries.of("true", "false", "null").map(Json::read));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<JsonNode>> children = nodes(depth - 1).list().ofMaxSize(4);
        Arbitrary<JsonNode> arrays = children.map(list -> Json.array().addAll(list));
        Arbitrary<JsonNode> objects = Combinators.combine(
                        children, keys().list().ofSize(4).uniqueElements())
                .as((list, keys) -> {
                    ObjectNode object = Json.object();
                    for (int i = 0; i < list.size(); i++) {
                        object.set(keys.get(i), list.get(i));
                    }
                    return object;
                });
        return Arbitraries.oneOf(leaf, arrays, objects, objects);
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(Arbitraries.of("id", "goal", "depends-on", "$ref", "True", "a_1", "x"), texts());
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                                "{",
                                "}",
                                "[",
                                "]",
                                ",",
                                ":",
                                "\"",
                                "'",
                                "\\",
                                "\n",
                                "\t",
                                "```",
                                "// no",
                                "/*",
                                "#",
                                "None",
                                "a",
                                "ü",
                                "世",
                                "\ud83d\ude00",
                                " ",
                                "it's",
                                "\u0001",
                                "\r\n",
                                "\u2028",
                                "</think>")
                        .list()
                        .ofMaxSize(6)
                        .map(parts -> String.join("", parts)),
                Arbitraries.strings().alpha().ofMaxLength(8));
    }

    /** What a model says around a value. */
    record Wrapping(String before, String after) {
        String around(String value) {
            return before + value + after;
        }
    }
}
