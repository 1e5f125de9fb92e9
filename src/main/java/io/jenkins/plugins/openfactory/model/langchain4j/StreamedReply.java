package io.jenkins.plugins.openfactory.model.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a streamed reply together as if it had come whole. We never ask for a stream, but some servers and gateways send one
 * all the same: server-sent events as OpenAI's and Anthropic's, or a JSON object a line as Ollama's. Stateless.
 */
final class StreamedReply {
    private static final int UNAVAILABLE = 503;

    private StreamedReply() {}

    /**
     * The body of a whole reply.
     *
     * @throws CallFailure where the stream ends before the reply does, or holds an error
     */
    static String whole(String body) {
        List<JsonNode> parts = parts(body);
        if (parts.size() < 2 && !body.startsWith("data:") && !body.startsWith("event:")) {
            return body;
        }
        for (JsonNode part : parts) {
            if (part.has("error")) {
                throw CallFailure.status(UNAVAILABLE, Optional.empty(), Json.write(part));
            }
        }
        if (parts.stream().anyMatch(part -> part.has("choices"))) {
            return Json.write(openAi(parts));
        }
        if (parts.stream().anyMatch(part -> part.path("type").asText().equals("message_start"))) {
            return Json.write(anthropic(parts));
        }
        return parts.stream().allMatch(part -> part.has("done")) ? Json.write(ollama(parts)) : body;
    }

    /** The JSON of each event or line; none where something else stands there. */
    private static List<JsonNode> parts(String body) {
        List<JsonNode> parts = new ArrayList<>();
        for (String line : body.lines().map(String::strip).toList()) {
            String data =
                    line.startsWith("data:") ? line.substring("data:".length()).strip() : line;
            boolean other =
                    data.isEmpty() || line.startsWith(":") || line.startsWith("event:") || line.startsWith("id:");
            if (other || data.equals("[DONE]")) {
                continue;
            }
            try {
                JsonNode part = Json.read(data);
                if (!part.isObject()) {
                    return List.of();
                }
                parts.add(part);
            } catch (IllegalArgumentException e) {
                if (line.startsWith("data:")) {
                    throw CallFailure.of(CallFailure.Kind.CUT, e);
                }
                return List.of();
            }
        }
        return parts;
    }

    private static ObjectNode openAi(List<JsonNode> parts) {
        StringBuilder text = new StringBuilder();
        String finish = "";
        JsonNode usage = Json.object();
        for (JsonNode part : parts) {
            JsonNode choice = part.path("choices").path(0);
            text.append(choice.path("delta").path("content").asText(""));
            finish = choice.path("finish_reason").isTextual()
                    ? choice.path("finish_reason").asText()
                    : finish;
            usage = part.path("usage").isObject() ? part.path("usage") : usage;
        }
        require(!finish.isEmpty());
        ObjectNode reply = Json.object().put("object", "chat.completion");
        reply.put("id", parts.get(0).path("id").asText())
                .put("model", parts.get(0).path("model").asText());
        ObjectNode choice =
                reply.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", text.toString());
        if (!usage.isEmpty()) {
            reply.set("usage", usage);
        }
        return reply;
    }

    private static ObjectNode anthropic(List<JsonNode> parts) {
        StringBuilder text = new StringBuilder();
        ObjectNode reply = Json.object();
        ObjectNode usage = Json.object();
        boolean ended = false;
        for (JsonNode part : parts) {
            switch (part.path("type").asText()) {
                case "message_start" -> {
                    part.path("message").properties().forEach(field -> reply.set(field.getKey(), field.getValue()));
                    merge(usage, part.path("message").path("usage"));
                }
                case "content_block_delta" ->
                    text.append(part.path("delta").path("text").asText(""));
                case "message_delta" -> {
                    reply.set("stop_reason", part.path("delta").path("stop_reason"));
                    merge(usage, part.path("usage"));
                }
                case "message_stop" -> ended = true;
                default -> {
                    // Pings and the borders of blocks say nothing.
                }
            }
        }
        require(ended);
        reply.putArray("content").addObject().put("type", "text").put("text", text.toString());
        reply.set("usage", usage);
        return reply;
    }

    private static void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(field -> into.set(field.getKey(), field.getValue()));
    }

    private static ObjectNode ollama(List<JsonNode> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("message").path("content").asText("")));
        ObjectNode last = (ObjectNode) parts.get(parts.size() - 1);
        require(last.path("done").asBoolean());
        last.putObject("message").put("role", "assistant").put("content", text.toString());
        return last;
    }

    private static void require(boolean ended) {
        if (!ended) {
            throw CallFailure.of(CallFailure.Kind.CUT);
        }
    }
}
