package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.langchain4j.ProviderServer.Asked;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnthropicContractTest extends ProviderContract {
    @Override
    String provider() {
        return "anthropic";
    }

    @Override
    String basePath() {
        return "";
    }

    @Override
    String okBody(String text, String finish, int promptTokens, int completionTokens) {
        ObjectNode reply = Json.object();
        reply.put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "test-model")
                .put("stop_reason", finish)
                .putNull("stop_sequence");
        reply.putArray("content").addObject().put("type", "text").put("text", text);
        if (promptTokens >= 0) {
            reply.putObject("usage").put("input_tokens", promptTokens).put("output_tokens", completionTokens);
        }
        return Json.write(reply);
    }

    @Override
    List<String> streamed(List<String> parts, String finish) {
        List<String> events = new ArrayList<>();
        ObjectNode start = Json.object().put("type", "message_start");
        ObjectNode message = start.putObject("message").put("id", "msg_1").put("type", "message");
        message.put("role", "assistant").put("model", "test-model").putArray("content");
        message.putObject("usage").put("input_tokens", 12).put("output_tokens", 1);
        events.add("event: message_start\ndata: " + Json.write(start) + "\n\n");
        events.add("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        for (String part : parts) {
            ObjectNode delta = Json.object().put("type", "content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", part);
            events.add("event: content_block_delta\ndata: " + Json.write(delta) + "\n\n");
        }
        ObjectNode end = Json.object().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", finish);
        end.putObject("usage").put("output_tokens", 3);
        events.add("event: message_delta\ndata: " + Json.write(end) + "\n\n");
        events.add("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        return events;
    }

    @Override
    List<String> wordlessBodies() {
        ObjectNode none = (ObjectNode) Json.read(okBody("", "end_turn", 1, 1));
        none.putArray("content");
        ObjectNode tool = none.deepCopy();
        tool.put("stop_reason", "tool_use")
                .putArray("content")
                .addObject()
                .put("type", "tool_use")
                .put("id", "toolu_1")
                .put("name", "read_file")
                .putObject("input")
                .put("path", "a");
        return List.of(Json.write(none), Json.write(tool));
    }

    @Override
    String thoughtfulBody(String thought, String text) {
        ObjectNode reply = (ObjectNode) Json.read(okBody(text, "end_turn", 1, 1));
        ArrayNode content = reply.putArray("content");
        content.addObject().put("type", "thinking").put("thinking", thought).put("signature", "s");
        content.addObject().put("type", "text").put("text", text);
        return Json.write(reply);
    }

    @Override
    String finishWord(String ours) {
        return ours.equals("length") ? "max_tokens" : "end_turn";
    }

    @Override
    String errorBody(String message) {
        ObjectNode reply = Json.object().put("type", "error");
        reply.putObject("error").put("type", "an_error").put("message", message);
        return Json.write(reply);
    }

    @Override
    void assertProtocol(Asked asked, Optional<String> key, int maxTokens) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/v1/messages");
        assertThat(asked.headers().getFirst("x-api-key")).isEqualTo(key.orElseThrow());
        assertThat(asked.headers().getFirst("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(asked.body().path("model").asText()).isEqualTo("test-model");
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(maxTokens);
        assertThat(asked.body().at("/system/0/text").asText()).isEqualTo("Be brief.");
        assertThat(asked.body().at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(asked.body().at("/messages/0/content/0/text").asText()).isEqualTo("What is 6 × 7?");
    }

    @Test
    void shouldTakeABaseUrlThatEndsInV1() {
        server.answer(200, okBody("fine", "end_turn", 1, 1), Map.of());

        new LangchainModel(
                        settings(server.url() + "/v1", Duration.ofSeconds(5)),
                        () -> Optional.of(KEY),
                        Clock.systemUTC())
                .chat(question(), new CancelToken());

        assertProtocol(server.only(), Optional.of(KEY), 4096);
    }

    @Test
    void shouldAskForAKeyWhereNoneIsSet() {
        ModelFault fault = fault(
                new LangchainModel(settings(server.url(), Duration.ofSeconds(5)), Optional::empty, Clock.systemUTC()));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNAUTHORIZED);
        assertThat(fault).hasMessageContaining("set the model's key");
    }
}
