package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.langchain4j.ProviderServer.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OllamaContractTest extends ProviderContract {
    @Override
    String provider() {
        return "ollama";
    }

    @Override
    String basePath() {
        return "";
    }

    @Override
    String okBody(String text, String finish, int promptTokens, int completionTokens) {
        ObjectNode reply = Json.object();
        reply.put("model", "test-model")
                .put("created_at", "2026-11-05T12:00:00.123456789Z")
                .put("done", true)
                .put("done_reason", finish);
        reply.putObject("message").put("role", "assistant").put("content", text);
        if (promptTokens >= 0) {
            reply.put("prompt_eval_count", promptTokens).put("eval_count", completionTokens);
        }
        return Json.write(reply);
    }

    @Override
    List<String> streamed(List<String> parts, String finish) {
        List<String> lines = new ArrayList<>();
        for (String part : parts) {
            ObjectNode line = Json.object().put("model", "test-model").put("done", false);
            line.putObject("message").put("role", "assistant").put("content", part);
            lines.add(Json.write(line) + "\n");
        }
        ObjectNode end =
                Json.object().put("model", "test-model").put("done", true).put("done_reason", finish);
        end.putObject("message").put("role", "assistant").put("content", "");
        lines.add(Json.write(Json.object().put("model", "test-model").put("done", false)) + "\n");
        lines.add(Json.write(end.put("prompt_eval_count", 12).put("eval_count", 3)) + "\n");
        return lines;
    }

    @Override
    List<String> wordlessBodies() {
        ObjectNode none = (ObjectNode) Json.read(okBody("", "stop", 1, 1));
        ((ObjectNode) none.path("message")).putNull("content");
        ObjectNode tool = (ObjectNode) Json.read(okBody("", "stop", 1, 1));
        ((ObjectNode) tool.path("message"))
                .putArray("tool_calls")
                .addObject()
                .putObject("function")
                .put("name", "read_file")
                .putObject("arguments")
                .put("path", "a");
        return List.of(Json.write(none), Json.write(tool));
    }

    @Override
    String thoughtfulBody(String thought, String text) {
        ObjectNode reply = (ObjectNode) Json.read(okBody(text, "stop", 1, 1));
        ((ObjectNode) reply.path("message")).put("thinking", thought);
        return Json.write(reply);
    }

    @Override
    String finishWord(String ours) {
        return ours;
    }

    @Override
    String errorBody(String message) {
        return Json.write(Json.object().put("error", message));
    }

    @Override
    void assertProtocol(Asked asked, Optional<String> key, int maxTokens) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/api/chat");
        assertThat(Optional.ofNullable(asked.headers().getFirst("Authorization")))
                .isEqualTo(key.map(k -> "Bearer " + k));
        assertThat(asked.body().path("model").asText()).isEqualTo("test-model");
        assertThat(asked.body().path("stream").asBoolean(true)).isFalse();
        assertThat(asked.body().at("/options/temperature").asDouble()).isEqualTo(0.25);
        assertThat(asked.body().at("/options/seed").asInt()).isEqualTo(42);
        assertThat(asked.body().at("/options/num_predict").asInt()).isEqualTo(maxTokens);
        assertThat(asked.body().at("/options/num_ctx").asInt()).isEqualTo(8192);
        assertThat(asked.body().at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(asked.body().at("/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(asked.body().at("/messages/1/content").asText()).isEqualTo("What is 6 × 7?");
    }

    @Test
    void shouldTellHowToGetAMissingModel() {
        server.answer(404, errorBody("model 'test-model' not found"), Map.of());

        assertThat(fault(model())).hasMessageContaining("ollama pull test-model");
    }

    @Test
    void shouldAskForAContextThatHoldsPromptAndReply() {
        assertThat(Providers.context(100, 4096)).isEqualTo(8192);
        assertThat(Providers.context(4096, 4096)).isEqualTo(8192);
        assertThat(Providers.context(4097, 4096)).isEqualTo(16384);
        assertThat(Providers.context(100_000, 4096)).isEqualTo(131_072);
    }
}
