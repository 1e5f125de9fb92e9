package io.jenkins.plugins.openfactory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    /** The example of RFC 8785, section 3.2.2. */
    @Test
    void shouldWriteTheExampleOfTheStandard() {
        String example = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;
        assertThat(Json.canonical(Json.read(example)))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** The example of RFC 8785, section 3.2.3. */
    @Test
    void shouldSortKeysByTheirUtf16CodeUnits() {
        String example = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}
                """;
        assertThat(Json.read(Json.canonical(Json.read(example))).fieldNames())
                .toIterable()
                .containsExactly("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void shouldWriteNumbersAsTheStandardDoes(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(Json.canonical(DoubleNode.valueOf(value))).isEqualTo(expected);
        assertThat(Json.canonical(Json.read(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "-0|0",
                "-1|-1",
                "1.0|1",
                "9007199254740991|9007199254740991",
                "-9007199254740992|-9007199254740992",
                "9007199254740993|9007199254740992",
                "-9223372036854775808|-9223372036854776000",
                "18446744073709551615|18446744073709552000",
                "1e2|100",
                "\"\\u007f\"|\"\u007f\"",
                "true|true",
                "null|null",
                "[]|[]",
                "{}|{}",
                "[ {} , [ ] ]|[{},[]]"
            })
    void shouldWriteScalarsAndEmptyValues(String text, String expected) {
        assertThat(Json.canonical(Json.read(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e400", "-1e400", "\"\\ud800\"", "\"a\\udc00\"", "{\"\\ud83d\":1}", "[\"\\ud83d\\ud83d\"]"})
    void shouldRefuseWhatHasNoCanonicalForm(String text) {
        assertThatThrownBy(() -> Json.canonical(Json.read(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no canonical form");
    }

    @Property(tries = 300, seed = "1")
    void shouldAgreeWithTheReferenceImplementation(@ForAll("values") JsonNode value) throws IOException {
        String canonical = Json.canonical(value);
        String wrapped = new JsonCanonicalizer("[" + value + "]").getEncodedString();
        assertThat(canonical).isEqualTo(wrapped.substring(1, wrapped.length() - 1));
        assertThat(Json.canonical(Json.read(canonical))).isEqualTo(canonical);
    }

    @Property(tries = 300, seed = "1")
    void shouldWriteEveryDoubleSoThatItIsReadBack(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            assertThat(Double.parseDouble(Json.canonical(DoubleNode.valueOf(value))))
                    .isEqualTo(value + 0.0);
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfKeys() {
        assertThat(Sha256.hex(Json.canonical(Json.read("{\"b\":[1,2],\"a\":{\"d\":1,\"c\":2}}"))))
                .isEqualTo(Sha256.hex(Json.canonical(Json.read("{\"a\":{\"c\":2,\"d\":1},\"b\":[1,2]}"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "{", "{\"a\":1,\"a\":2}", "1 2", "{} x", "nul", "[1,]", "{a:1}", "'a'", "NaN", "01"})
    void shouldRefuseWhatIsNotOneJsonValue(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhereTheErrorIs() {
        assertThatThrownBy(() -> Json.read("{\"a\": 1,\n \"b\": x}")).hasMessageContaining("line 2, column");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("aé\u20ac\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028 :,{}[]")
                .ofMaxLength(8);
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                texts.map(nodes::textNode),
                Arbitraries.doubles().map(nodes::numberNode),
                Arbitraries.longs().map(nodes::numberNode),
                Arbitraries.integers().map(nodes::numberNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        Arbitrary<JsonNode> values = scalars;
        for (int depth = 0; depth < 3; depth++) {
            Arbitrary<JsonNode> inner = values;
            values = Arbitraries.oneOf(
                    scalars,
                    inner.list().ofMaxSize(4).map(list -> nodes.arrayNode().addAll(list)),
                    Combinators.combine(
                                    texts.list().uniqueElements().ofMaxSize(4),
                                    inner.list().ofSize(4))
                            .as(JsonTest::object));
        }
        return values;
    }

    private static JsonNode object(List<String> names, List<JsonNode> values) {
        ObjectNode object = Json.object();
        for (int i = 0; i < names.size(); i++) {
            object.set(names.get(i), values.get(i));
        }
        return object;
    }
}
