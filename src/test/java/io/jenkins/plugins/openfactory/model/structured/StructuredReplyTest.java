package io.jenkins.plugins.openfactory.model.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply.Parsed;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredReplyTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", " {\"a\":1}\n", "\"text\"", "3", "true", "null", "[1,[2]]", "\ufeff{\"a\":1}"})
    void shouldTakeValidJsonAsItIs(String reply) {
        assertThat(parsed(reply)).isEqualTo(Json.read(reply.replace("\ufeff", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n{\"a\":1}\n```",
                "```\n{\"a\":1}\n```",
                "~~~~JSON\n{\"a\":1}\n~~~~",
                "  ````json5 title=x\r\n\r\n{\"a\":1}\r\n  ````\r\n",
                "Here it is:\n\n```json\n{\"a\":1}\n```\nHope this [helps] {you}!",
                "```json {\"a\":1}```",
                "```json\n{\"a\":1}",
                "Sure! {\"a\":1} Anything else?",
                "<think>maybe {\"a\":2,\"b\":[1,2,3]}?</think>\n{\"a\":1} .",
                "{\"a\":1}}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1 ",
                "{\"a\" /* one */: 1 // done\n}",
                "# plan\n{\"a\": 1 # one\n}",
                "- [ ] task\n- [x] done\n{\"a\":1} .",
            })
    void shouldFindTheValueInFencesAndProse(String reply) {
        assertThat(parsed(reply)).isEqualTo(Json.read("{\"a\":1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1 \"b\":2}|{\"a\":1,\"b\":2}",
                "{\"a\":{\"x\":1}\"b\":[2]}|{\"a\":{\"x\":1},\"b\":[2]}",
                "{\"a\":\"x\" \"b\":\"y\"}|{\"a\":\"x\",\"b\":\"y\"}",
                "[{\"a\":1}{\"a\":2} {\"a\":3}]|[{\"a\":1},{\"a\":2},{\"a\":3}]",
                "[[1][2]]|[[1],[2]]",
                "{\"a\": .5, \"b\": 5., \"c\": +5, \"d\": -.5e3}|{\"a\":0.5,\"b\":5,\"c\":5,\"d\":-0.5e3}",
                "{\"a\": undefined}|{\"a\":null}",
                "{\"a\": \"b\" + \"c\" + 'd'}|{\"a\":\"bcd\"}",
                "{\u201ca\u201d: \u201cit is \"so\"\u201d}|{\"a\":\"it is \\\"so\\\"\"}",
                "{\u2018a\u2019: 1}|{\"a\":1}",
                "{\"a\" => 1, \"b\" => nil_ok_not}|",
                "{\"a\" => 1}|{\"a\":1}",
                "{\"a\": \"\"\"x \"y\" z\"\"\"}|{\"a\":\"x \\\"y\\\" z\"}",
                "{\\\"a\\\": \\\"b\\\"}|{\"a\":\"b\"}",
                "callback({\"a\":1});|{\"a\":1}",
                "const x = {\"a\":1};|{\"a\":1}",
                "{\"a\":1,}}|{\"a\":1}",
                "{a:'b',c:[1,2,],}|{\"a\":\"b\",\"c\":[1,2]}",
            })
    void shouldMendWhatHasOneReadingOnly(String reply, String expected) {
        if (expected == null) {
            assertThat(StructuredReply.parse(reply)).isInstanceOf(Unreadable.class);
        } else {
            assertThat(parsed(reply)).isEqualTo(Json.read(expected));
        }
    }

    @Test
    void shouldMendCommasThatAreMissingAtLineEnds() {
        assertThat(parsed("{\n  \"a\": 1\n  \"b\": [\n    \"x\"\n    \"y\"\n  ]\n}"))
                .isEqualTo(Json.read("{\"a\":1,\"b\":[\"x\",\"y\"]}"));
    }

    @Test
    void shouldPreferAFencedValueThenTheLargest() {
        assertThat(parsed("Not {\"b\":[1,2,3,4,5,6]} but\n```json\n{\"a\":1}\n```"))
                .isEqualTo(Json.read("{\"a\":1}"));
        assertThat(parsed("```\n{\"a\":1}\n```\nor\n```\n{\"a\":1,\"b\":2}\n```\nor\n```\n{\"a\":3}\n```"))
                .isEqualTo(Json.read("{\"a\":1,\"b\":2}"));
        assertThat(parsed("From {\"a\":1} to {\"a\":1,\"b\":2} in [1].")).isEqualTo(Json.read("{\"a\":1,\"b\":2}"));
        assertThat(parsed("{\"a\":1} or {\"a\":2} .")).isEqualTo(Json.read("{\"a\":1}"));
    }

    @Test
    void shouldKeepFencesAndBracketsInsideStrings() {
        assertThat(parsed("{\"code\": \"```json\n{\\\"x\\\": [1]}\n```\", \"b\": 1}")
                        .path("code")
                        .asText())
                .isEqualTo("```json\n{\"x\": [1]}\n```");
        assertThat(parsed("Here:\n{\"code\": \"```\n[1, 2, 3]\n```\n\"}")
                        .path("code")
                        .asText())
                .isEqualTo("```\n[1, 2, 3]\n```\n");
    }

    @Test
    void shouldNeverTouchTheContentOfAString() {
        String content = "True, None, // no comment, 'quoted', a: 1, ],} \u0007\t\r\n\\ /* \u00a0 ```";
        JsonNode value = Json.object().put("a", content);
        String raw = "{\"a\": \"" + content.replace("\\", "\\\\") + "\",}";

        assertThat(parsed(raw)).isEqualTo(value);
    }

    @Test
    void shouldReadPythonLiterals() {
        assertThat(parsed("{'a': True, 'b': [False, None,], 'c': \"it's\", 'd': 'it\\'s \"x\"'}"))
                .isEqualTo(Json.read("{\"a\":true,\"b\":[false,null],\"c\":\"it's\",\"d\":\"it's \\\"x\\\"\"}"));
    }

    @Test
    void shouldCloseBracketsThatCanStandNowhereElse() {
        assertThat(parsed("{\"a\":[1,2}")).isEqualTo(Json.read("{\"a\":[1,2]}"));
        assertThat(parsed("[{\"a\":1,\"b\":{\"c\":[\"d\"]]")).isEqualTo(Json.read("[{\"a\":1,\"b\":{\"c\":[\"d\"]}}]"));
        assertThat(parsed("```json\n{\"a\":{\"b\":\"c\"\n```\nDone.")).isEqualTo(Json.read("{\"a\":{\"b\":\"c\"}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "I can't do that.",
                "{",
                "[1, 2",
                "{\"a\": 12",
                "{\"a\": \"cut of",
                "{\"a\": tru",
                "{\"a\":",
                "{\"a\": 1, ",
                "{\"a\": {",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": say \"hi\"}",
                "{\"a\": \"say \"hi\" to\"}",
                "{\"a\": \"\\d+\"}",
                "{\"a\": \"\\u12\"}",
                "{\"a\": 01}",
                "{\"a\": 1_000}",
                "{\"a\": .}",
                "{\"a\": +}",
                "[\"say \"hi\" now\"]",
                "[\"x \"\"y\"\" z\"]",
                "{\"a\": \"x\"\"b\": 1}",
                "{\"a\": \"x \"y\": z\"}",
                "[1 2]",
                "{\"a\": \"b\" + c}",
                "{\"a\": \u201ccut",
                "{\"a\": 0789}",
                "{\"a\": 0x1F}",
                "{\"a\" = 1}",
                "[1, 2, ...]",
                "{\"a\": \"\"\"open}",
                "{\"a\": hello world}",
                "{\"a\": NaN}",
                "{\"a\": 'don't'}",
                "{\"a\": [1,,2]}",
                "{,}",
                "{\"a\": 1 /* open",
                "{1: 2}",
                "[1}",
                "{\"a\":1]",
                "{\"a\":1\nHope this helps!",
                "{\"a\": {\"b\": 1 # one }, \"c\": 2 }",
                "{\"a\": [1, 2 // two ]}",
            })
    void shouldNotGuess(String reply) {
        assertThat(StructuredReply.parse(reply)).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldNotTakeAFragmentForTheWhole() {
        assertThat(problem("{\"title\": \"say \"hi\"\", \"criteria\": [{\"id\": \"AC-1\"}]}"))
                .isEqualTo(
                        "The JSON that begins at line 1, column 1 can't be read: at line 1, column 17 a ',' or '}' is"
                                + " missing.");
        assertThat(problem("See [1].\n```json\n{\"a\": bad, \"b\": [1, 2, 3]}\n```\n"))
                .contains("line 3, column 1")
                .contains("'bad' is no JSON value");
    }

    @Test
    void shouldNotDropWhatFollowsABracketThatStandsTooEarly() {
        assertThat(problem("{\"title\": \"x\"}, \"criteria\": [{\"id\": \"AC-1\"}]}"))
                .contains("line 1, column 15", "more of it follows");
        assertThat(problem("{\"a\": [\"b\", \"c\"}, \"d\": [1]}")).contains("more of it follows");
        assertThat(problem("```json\n{\"a\": {\"b\": 1}},\n  \"c\": 2\n}\n```\nDone."))
                .contains("more of it follows");
        assertThat(problem("[\"a\"], \"b\"]")).contains("more of it follows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} {}",
                "{}\n// another\n{}",
                "/* one */ {\"a\":1}\n/* two */ {\"b\":2}",
                "{\"a\":1} // one\n, /* two * / */ [3]",
                "{\"a\":1}, /* then */ \"b\": 2}",
            })
    void shouldNotChooseAmongValuesWithCommentsBetween(String reply) {
        assertThat(StructuredReply.parse(reply)).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldReadAReplyInWhichEveryQuoteIsEscaped() {
        String value = "[{\"a\": \"one \\\"two\\\"\"},\n {\"b\": [1]}]";
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");

        assertThat(parsed(escaped)).isEqualTo(Json.read(value));
        assertThat(parsed(escaped.replace("\n", "\\n"))).isEqualTo(Json.read(value));
        assertThat(parsed(escaped.replace("\n", "\r\n"))).isEqualTo(Json.read(value));
    }

    @Test
    void shouldNotChooseAmongValuesThatFollowOneAnother() {
        assertThat(problem("{\"a\": 1}\n{\"a\": 2, \"b\": 3}\n")).contains("another value follows");
        assertThat(problem("{\"a\": 1}, {\"a\": 2}")).contains("another value follows");
        assertThat(parsed("{\"a\":1} is what I send.")).isEqualTo(Json.read("{\"a\":1}"));
    }

    @Test
    void shouldReadLiteralsInAnyCaseAndSpacesOfAnyKind() {
        assertThat(parsed("{\u3000\"a\":\u2003TRUE,\u200b\"b\": Null,\u180e\"c\":FALSE}"))
                .isEqualTo(Json.read("{\"a\":true,\"b\":null,\"c\":false}"));
    }

    @Test
    void shouldFindTheRealValueAfterABrokenExample() {
        assertThat(parsed("Like {foo: bar} but real:\n{\"a\": {\"b\": [1, 2, 3]}} ."))
                .isEqualTo(Json.read("{\"a\":{\"b\":[1,2,3]}}"));
    }

    @Test
    void shouldTellThatTheReplyMayBeCutOff() {
        assertThat(problem("{\"a\": \"cut of")).contains("may be cut off");
        assertThat(problem("no brackets")).isEqualTo("The reply holds no JSON object or array.");
    }

    @Test
    void shouldTellThatAKeyStandsTwice() {
        assertThat(problem("{\"a\": 1,\n \"a\": 2}"))
                .contains("line 2, column 2")
                .contains("'a' stands twice");
    }

    @Test
    @Timeout(20)
    void shouldStayQuickAndFlatOnHostileReplies() {
        for (String part :
                new String[] {"[", "{\"a\":", "[\"", "['", "{'", "[[1],", "{\"a\":1}x", "```\n{", "/*", "{/*"}) {
            assertThat(StructuredReply.parse(part.repeat(300_000 / part.length())))
                    .isNotNull();
        }
        assertThat(problem("x".repeat(5 << 20))).contains("above the bound");
        assertThat(problem("{a: " + "9".repeat(5000) + "}")).contains("too many");
    }

    private static JsonNode parsed(String reply) {
        StructuredReply result = StructuredReply.parse(reply);
        assertThat(result).as(reply).isInstanceOf(Parsed.class);
        return ((Parsed) result).value();
    }

    private static String problem(String reply) {
        StructuredReply result = StructuredReply.parse(reply);
        assertThat(result).isInstanceOf(Unreadable.class);
        return ((Unreadable) result).problem();
    }
}
