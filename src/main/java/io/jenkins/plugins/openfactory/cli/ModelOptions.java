package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How the model is reached; only what was given is put into the settings. */
final class ModelOptions {
    @Option(
            names = "--model-kind",
            paramLabel = "KIND",
            description = "openai, anthropic, ollama, scripted or replay. Default: openai.")
    private String kind;

    @Option(names = "--model-url", paramLabel = "URL", description = "Base URL, for instance http://127.0.0.1:8000/v1.")
    private String url;

    @Option(names = "--model-id", paramLabel = "ID", description = "The provider's name of the model.")
    private String id;

    @Option(
            names = "--model-key-file",
            paramLabel = "FILE",
            description = "File that holds the key; nobody else may be able to read it.")
    private Path keyFile;

    @Option(names = "--model-dir", paramLabel = "DIR", description = "Replies of a scripted model.")
    private Path directory;

    @Option(names = "--recording", paramLabel = "FILE", description = "Recording that a replayed model answers from.")
    private Path recording;

    @Option(names = "--record", paramLabel = "FILE", description = "Write every exchange to this recording.")
    private Path record;

    @Option(names = "--temperature", paramLabel = "T", description = "0 to 2. Default: 0.")
    private Double temperature;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Tokens of one reply at most. Default: 4096.")
    private Integer maxTokens;

    @Option(names = "--model-timeout", paramLabel = "SECONDS", description = "Of one call. Default: 120.")
    private Integer timeout;

    @Option(names = "--seed", paramLabel = "N", description = "Asks the provider for repeatable sampling.")
    private Integer seed;

    @Option(names = "--price-prompt", paramLabel = "USD", description = "US dollars per million prompt tokens.")
    private Double pricePrompt;

    @Option(names = "--price-completion", paramLabel = "USD", description = "US dollars per million completion tokens.")
    private Double priceCompletion;

    void addTo(ObjectNode settings) {
        ObjectNode model = Json.object();
        put(model, "provider", kind != null ? kind : impliedKind());
        put(model, "modelId", id);
        put(model, "baseUrl", url);
        put(model, "keyFile", keyFile == null ? null : Files.existing("--model-key-file", keyFile));
        if ("scripted".equals(kind) || kind == null && directory != null) {
            offline(model, "--model-dir", "directory", directory);
        }
        if ("replay".equals(kind) || kind == null && recording != null) {
            offline(model, "--recording", "recording", recording);
        }
        put(
                model,
                "record",
                record == null ? null : record.toAbsolutePath().normalize().toString());
        if (temperature != null) {
            model.put("temperature", temperature);
        }
        if (maxTokens != null) {
            model.put("maxTokens", maxTokens);
        }
        if (timeout != null) {
            model.put("timeoutSeconds", timeout);
        }
        if (seed != null) {
            model.put("seed", seed);
        }
        if (pricePrompt != null) {
            model.put("usdPerMillionPromptTokens", pricePrompt);
        }
        if (priceCompletion != null) {
            model.put("usdPerMillionCompletionTokens", priceCompletion);
        }
        if (!model.isEmpty()) {
            settings.set("model", model);
        }
    }

    private String impliedKind() {
        if (directory != null) {
            return "scripted";
        }
        return recording != null ? "replay" : url != null || id != null ? "openai" : null;
    }

    /** A model that needs no provider: where its replies are says how it is reached. */
    static void offline(ObjectNode model, String option, String field, Path place) {
        if (place == null) {
            throw new UserError("A " + model.path("provider").asText() + " model needs " + option + ".");
        }
        String path = Files.existing(option, place);
        model.put(field, path);
        if (!model.has("modelId")) {
            model.put("modelId", model.path("provider").asText());
        }
        if (!model.has("baseUrl")) {
            model.put("baseUrl", Path.of(path).toUri().toString());
        }
    }

    static void put(ObjectNode node, String key, String value) {
        if (value != null) {
            node.put(key, value);
        }
    }
}
