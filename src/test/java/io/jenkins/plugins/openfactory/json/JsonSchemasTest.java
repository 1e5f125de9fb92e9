package io.jenkins.plugins.openfactory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemasTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer'}|'1'|: '1' is of type string, not integer",
                "{'type':['string','null']}|3|: 3 is of type integer, not string or null",
                "{'properties':{'b':{'enum':['x',null]}}}|{'b':'yy'}|/b: 'yy' is none of ['x', null]",
                "{'const':1}|2|: 2 is not 1",
                "{'pattern':'^A'}|'B'|: 'B' does not match the pattern ^A",
                "{'minLength':3}|'ab'|: 'ab' must be at least 3 characters long",
                "{'maxItems':1}|[1,2]|: [1,2] must have at most 1 items but found 2",
                "{'minimum':3}|2|: 2 must have a minimum value of 3",
                "{'required':['z']}|{}|: the property ''z'' is missing",
                "{'properties':{'o':{'additionalProperties':false}}}|{'o':{'a/b~':1}}|/o/a~1b~0: the property ''a/b~'' is not known here",
                "{'unevaluatedProperties':false}|{'a':1}|/a: the property ''a'' is not known here",
                "{'properties':{'n':false}}|{'n':1}|/n: 1 is not allowed here",
                "{'items':{'type':'string'}}|['a',1]|/1: 1 is of type integer, not string"
            })
    void shouldSayInOneSentenceWhatIsWrong(String schema, String document, String expected) {
        List<SchemaViolation> found = JsonSchemas.validateWith(quoted(schema), Json.read(quoted(document)));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).pointer() + ": " + found.get(0).message())
                .isEqualTo(expected.replace("''", "\0").replace('\'', '"').replace('\0', '\''));
    }

    @Test
    void shouldGoThroughTheDocumentInItsOrder() {
        String schema = "{'properties':{'a':{'type':'string'},'b':{'items':{'type':'string'}},'c':{'type':'string'}},"
                + "'required':['d']}";
        assertThat(JsonSchemas.validateWith(quoted(schema), Json.read(quoted("{'c':1,'b':['x',2,3],'a':4}"))))
                .extracting(SchemaViolation::pointer)
                .containsExactly("", "/c", "/b/1", "/b/2", "/a");
    }

    @Test
    void shouldShortenALongValue() {
        String message = JsonSchemas.validateWith(
                        "{\"type\":\"integer\"}", Json.tree("x".repeat(78) + "\ud83d\ude00yyy"))
                .get(0)
                .message();
        assertThat(message).hasSizeLessThan(130).contains("xxx…");
        assertThat(JsonSchemas.validateWith("{\"type\":\"integer\"}", Json.tree(List.of("y".repeat(5000))))
                        .get(0)
                        .message())
                .hasSizeLessThan(130);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:openfactory:schema:manifest", "https://example.org/schemas/manifest.schema.json"})
    void shouldFindABundledSchemaThatAnotherRefersTo(String address) {
        assertThat(JsonSchemas.validateWith("{\"items\":{\"$ref\":\"" + address + "\"}}", Json.read("[{\"runId\":1}]")))
                .extracting(SchemaViolation::pointer)
                .containsExactly("/0", "/0", "/0/runId");
    }

    @Test
    void shouldFetchNothingFromElsewhere() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/x.json";
            assertThatThrownBy(() -> JsonSchemas.validateWith("{\"$ref\":\"" + url + "\"}", Json.object()))
                    .isInstanceOf(RuntimeException.class);
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldNotNeedTheContextClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(JsonSchemas.validateWith(
                            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"null\"}",
                            Json.object()))
                    .hasSize(1);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-status", "manifest", "traceability"})
    void shouldKnowTheBundledSchemas(String name) {
        assertThat(JsonSchemas.validate(name, Json.object())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "../pom", "Run-Status", "a/b"})
    void shouldNameASchemaThatIsNotThere(String name) {
        assertThatThrownBy(() -> JsonSchemas.validate(name, Json.object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void shouldAcceptATraceabilityDocument() {
        String document = """
                {"runId":"r1","specSha256":"%s",
                 "criteria":[{"id":"AC-1","text":"It greets.","tickets":["0001"],
                   "tests":[{"ticket":"0001","argv":["make","test"],"failToPass":true,"passed":null}]}],
                 "tickets":[{"id":"0001","criteria":["AC-1"],"status":"succeeded","commit":"%s","patch":"p"}],
                 "headSha":null,"checks":[{"name":"tests","conclusion":"success"}]}
                """.formatted("5".repeat(64), "c".repeat(40));
        assertThat(JsonSchemas.validate("traceability", Json.read(document))).isEmpty();
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
