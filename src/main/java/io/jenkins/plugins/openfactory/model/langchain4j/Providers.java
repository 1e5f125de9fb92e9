package io.jenkins.plugins.openfactory.model.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.run.UserError;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How each provider's client is built. A client is made per call, so that no key outlives its call. */
final class Providers {
    private static final Set<String> KNOWN = Set.of("openai", "anthropic", "ollama");
    private static final String OPENAI_HOST = "api.openai.com";
    private static final int LEAST_CONTEXT = 8192;

    private Providers() {}

    /**
     * @param settings already {@link #check checked}
     * @param promptTokens an estimate of the prompt's size
     * @param maxTokens the most tokens of the reply
     */
    static ChatModel client(
            ModelSettings settings, Optional<String> key, int promptTokens, int maxTokens, HttpClientBuilder http) {
        return switch (settings.provider()) {
            case "openai" -> openai(settings, key, maxTokens, http);
            case "anthropic" -> anthropic(settings, key, maxTokens, http);
            default -> ollama(settings, key, promptTokens, maxTokens, http);
        };
    }

    private static ChatModel openai(
            ModelSettings settings, Optional<String> key, int maxTokens, HttpClientBuilder http) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl())
                .apiKey(key.orElse(null))
                .modelName(settings.modelId())
                .temperature(settings.temperature())
                .seed(settings.seed().orElse(null))
                .maxRetries(0);
        // OpenAI itself calls the old name deprecated and refuses it for reasoning models; most other servers know only
        // it.
        return OPENAI_HOST.equals(URI.create(settings.baseUrl()).getHost())
                ? builder.maxCompletionTokens(maxTokens).build()
                : builder.maxTokens(maxTokens).build();
    }

    private static ChatModel anthropic(
            ModelSettings settings, Optional<String> key, int maxTokens, HttpClientBuilder http) {
        String base = withoutSlash(settings.baseUrl());
        return AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(base.endsWith("/v1") ? base : base + "/v1")
                .apiKey(key.orElseThrow())
                .modelName(settings.modelId())
                .temperature(settings.temperature())
                .maxTokens(maxTokens)
                .maxRetries(0)
                .build();
    }

    private static ChatModel ollama(
            ModelSettings settings, Optional<String> key, int promptTokens, int maxTokens, HttpClientBuilder http) {
        return OllamaChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl())
                .customHeaders(
                        key.map(k -> Map.of("Authorization", "Bearer " + k)).orElse(Map.of()))
                .modelName(settings.modelId())
                .temperature(settings.temperature())
                .seed(settings.seed().orElse(null))
                .numPredict(maxTokens)
                .numCtx(context(promptTokens, maxTokens))
                .maxRetries(0)
                .build();
    }

    /**
     * The context window to ask Ollama for. Its own default is small and cuts the prompt without a word. A power of two,
     * because every change makes Ollama load the model again.
     */
    static int context(int promptTokens, int maxTokens) {
        long need = Math.max(LEAST_CONTEXT, (long) promptTokens + maxTokens);
        return (int) Math.min(1 << 30, Long.highestOneBit(need - 1) << 1);
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? withoutSlash(url.substring(0, url.length() - 1)) : url;
    }

    /** @throws UserError for settings with which no call can be made */
    static void check(ModelSettings settings) {
        if (!KNOWN.contains(settings.provider())) {
            throw new UserError(
                    "The model provider '" + settings.provider() + "' is unknown; use openai, anthropic or ollama.");
        }
        checkUrl(settings.baseUrl());
        if (settings.modelId().isBlank()) {
            throw new UserError("The model id is empty; name the model, as the provider lists it.");
        }
        if (!(settings.temperature() >= 0 && settings.temperature() <= 2)) {
            throw new UserError("The temperature " + settings.temperature() + " is outside 0 to 2; use 0.");
        }
        if (settings.maxTokens() < 1) {
            throw new UserError("The reply's bound of " + settings.maxTokens() + " tokens is too small; use 4096.");
        }
        if (settings.timeout().isZero() || settings.timeout().isNegative()) {
            throw new UserError("The model's timeout of " + settings.timeout() + " is not positive; use 120 s.");
        }
    }

    private static void checkUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new UserError("The model's base URL '" + url + "' is no URL; write it as http://host:port/v1.", e);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UserError("The model's base URL on the host '" + uri.getHost()
                    + "' holds a user, a query or a fragment; leave them out and give the key by itself.");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new UserError(
                    "The model's base URL '" + url + "' is no http or https URL; write it as http://host:port/v1.");
        }
    }
}
