package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.langchain4j.ProviderServer.Asked;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAiContractTest extends ProviderContract {
    @Override
    String provider() {
        return "openai";
    }

    @Override
    String basePath() {
        return "/v1";
    }

    @Override
    String okBody(String text, String finish, int promptTokens, int completionTokens) {
        ObjectNode reply = Json.object();
        reply.put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_700_000_000)
                .put("model", "test-model");
        ObjectNode choice = reply.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", text);
        if (promptTokens >= 0) {
            reply.putObject("usage")
                    .put("prompt_tokens", promptTokens)
                    .put("completion_tokens", completionTokens)
                    .put("total_tokens", promptTokens + completionTokens);
        }
        return Json.write(reply);
    }

    @Override
    List<String> streamed(List<String> parts, String finish) {
        List<String> events = new ArrayList<>();
        for (String part : parts) {
            ObjectNode chunk = Json.object()
                    .put("id", "c")
                    .put("object", "chat.completion.chunk")
                    .put("model", "m");
            ObjectNode choice =
                    chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
            choice.putObject("delta").put("content", part);
            events.add("data: " + Json.write(chunk) + "\n\n");
        }
        ObjectNode end = Json.object().put("id", "c").put("model", "m");
        end.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .putObject("delta");
        events.add(": keep-alive\n\n");
        events.add("data: " + Json.write(end) + "\n\n");
        ObjectNode usage = Json.object();
        usage.putArray("choices");
        usage.putObject("usage")
                .put("prompt_tokens", 12)
                .put("completion_tokens", 3)
                .put("total_tokens", 15);
        events.add("data: " + Json.write(usage) + "\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    @Override
    List<String> wordlessBodies() {
        ObjectNode none = (ObjectNode) Json.read(okBody("", "stop", 1, 1));
        ((ObjectNode) none.at("/choices/0/message")).putNull("content");
        ObjectNode tool = none.deepCopy();
        ((ObjectNode) tool.at("/choices/0")).put("finish_reason", "tool_calls");
        ((ObjectNode) tool.at("/choices/0/message"))
                .putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", "read_file")
                .put("arguments", "{\"path\": \"a\"}");
        return List.of(Json.write(none), Json.write(tool));
    }

    @Override
    String thoughtfulBody(String thought, String text) {
        ObjectNode reply = (ObjectNode) Json.read(okBody(text, "stop", 1, 1));
        ((ObjectNode) reply.at("/choices/0/message")).put("reasoning_content", thought);
        return Json.write(reply);
    }

    @Test
    void shouldRefuseAReplyWithoutChoices() {
        server.answer(200, "{\"id\": \"x\", \"object\": \"chat.completion\", \"choices\": []}", Map.of());

        assertThat(fault(model()).kind()).isEqualTo(ModelFault.Kind.BAD_REPLY);
    }

    @Override
    String finishWord(String ours) {
        return ours;
    }

    @Override
    String errorBody(String message) {
        ObjectNode reply = Json.object();
        reply.putObject("error").put("message", message).put("type", "an_error").putNull("code");
        return Json.write(reply);
    }

    @Override
    void assertProtocol(Asked asked, Optional<String> key, int maxTokens) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(Optional.ofNullable(asked.headers().getFirst("Authorization")))
                .isEqualTo(key.map(k -> "Bearer " + k));
        assertThat(asked.body().path("model").asText()).isEqualTo("test-model");
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(asked.body().path("seed").asInt()).isEqualTo(42);
        assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(maxTokens);
        assertThat(asked.body().path("stream").asBoolean()).isFalse();
        assertThat(asked.body().at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(asked.body().at("/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(asked.body().at("/messages/1/role").asText()).isEqualTo("user");
        assertThat(asked.body().at("/messages/1/content").asText()).isEqualTo("What is 6 × 7?");
    }

    @Test
    void shouldAskWithoutAKeyWhereNoneIsSet() {
        server.answer(200, okBody("fine", "stop", 1, 1), Map.of());

        new LangchainModel(settings(server.url() + "/v1", Duration.ofSeconds(5)), Optional::empty, Clock.systemUTC())
                .chat(question(), new CancelToken());

        assertProtocol(server.only(), Optional.empty(), 4096);
    }

    @Test
    void shouldHintAtV1WhereThePathIsNotFound() {
        server.answer(404, "not here", Map.of());

        ModelFault fault = fault(
                new LangchainModel(settings(server.url(), Duration.ofSeconds(5)), Optional::empty, Clock.systemUTC()));

        assertThat(fault).hasMessageContaining("usually ends in /v1");
    }

    @Test
    void shouldReturnARefusalAsFilteredContent() {
        String body = okBody("", "stop", 1, 1).replace("\"content\":\"\"", "\"content\":null,\"refusal\":\"I can't.\"");
        server.answer(200, body, Map.of());

        ModelReply reply = model().chat(question(), new CancelToken());

        assertThat(reply.text()).isEqualTo("I can't.");
        assertThat(reply.finishReason()).isEqualTo("content_filter");
    }

    @Test
    void shouldTellAContentFilter() {
        server.answer(200, okBody("", "content_filter", 1, 1), Map.of());

        assertThat(model().chat(question(), new CancelToken()).finishReason()).isEqualTo("content_filter");
    }

    @Test
    void shouldStopReadingAReplyThatIsFarTooLarge() {
        server.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < 66; i++) {
                exchange.getResponseBody().write(part);
            }
        });

        ModelFault fault = fault(model());

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.BAD_REPLY);
        assertThat(fault.retryable()).isFalse();
        assertThat(fault).hasMessageContaining("above 64 MiB");
    }

    @Test
    void shouldAnswerParallelCallsEachWithItsOwnReply() {
        server.answer(exchange -> {
            byte[] body = okBody(exchange.getRequestHeaders().getFirst("Authorization"), "stop", 1, 1)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        ThreadLocal<String> key = new ThreadLocal<>();
        LangchainModel model = new LangchainModel(
                settings(server.url() + "/v1", Duration.ofSeconds(20)),
                () -> Optional.of(key.get()),
                Clock.systemUTC());

        IntStream.range(0, 40).parallel().forEach(i -> {
            key.set("key-" + i);
            assertThat(model.chat(question(), new CancelToken()).text()).isEqualTo("Bearer key-" + i);
        });
    }
}
