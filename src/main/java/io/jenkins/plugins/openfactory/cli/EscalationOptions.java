package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A stronger model for last attempts; what isn't said is as the first model has it, but for prices. */
final class EscalationOptions {
    @Option(names = "--escalation-model-id", paramLabel = "ID", description = "The provider's name of the model.")
    private String id;

    @Option(
            names = "--escalation-model-kind",
            paramLabel = "KIND",
            description = "Default: as the first model's; scripted with --escalation-model-dir.")
    private String kind;

    @Option(
            names = "--escalation-model-url",
            paramLabel = "URL",
            description = "Base URL. Default: as the first model's, with its key.")
    private String url;

    @Option(
            names = "--escalation-model-key-file",
            paramLabel = "FILE",
            description = "File that holds the key; nobody else may be able to read it.")
    private Path keyFile;

    @Option(names = "--escalation-model-dir", paramLabel = "DIR", description = "Replies of a scripted model.")
    private Path directory;

    @Option(names = "--escalation-temperature", paramLabel = "T", description = "0 to 2.")
    private Double temperature;

    @Option(names = "--escalation-max-tokens", paramLabel = "N", description = "Tokens of one reply at most.")
    private Integer maxTokens;

    @Option(
            names = "--escalation-price-prompt",
            paramLabel = "USD",
            description = "US dollars per million prompt tokens.")
    private Double pricePrompt;

    @Option(
            names = "--escalation-price-completion",
            paramLabel = "USD",
            description = "US dollars per million completion tokens.")
    private Double priceCompletion;

    void addTo(ObjectNode settings) {
        ObjectNode model = Json.object();
        ModelOptions.put(model, "provider", kind != null ? kind : directory != null ? "scripted" : null);
        ModelOptions.put(model, "modelId", id);
        ModelOptions.put(model, "baseUrl", url);
        ModelOptions.put(
                model, "keyFile", keyFile == null ? null : Files.existing("--escalation-model-key-file", keyFile));
        if (model.path("provider").asText().equals("scripted")) {
            ModelOptions.offline(model, "--escalation-model-dir", "directory", directory);
        }
        put(model, "temperature", temperature);
        put(model, "usdPerMillionPromptTokens", pricePrompt);
        put(model, "usdPerMillionCompletionTokens", priceCompletion);
        if (maxTokens != null) {
            model.put("maxTokens", maxTokens);
        }
        if (!model.isEmpty()) {
            settings.withObject("/model").set("escalation", model);
        }
    }

    private static void put(ObjectNode model, String name, Double value) {
        if (value != null) {
            model.put(name, value);
        }
    }
}
