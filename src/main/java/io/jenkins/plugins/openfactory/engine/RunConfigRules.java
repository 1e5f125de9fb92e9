package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Set;

/** What settings must keep to, checked before a run is recorded. */
final class RunConfigRules {
    private static final Set<String> APPROVALS = Set.of("spec", "tickets", "pr");
    private static final Set<String> FORGES = Set.of("local", "github");
    private static final Set<String> PROVIDERS = Set.of("openai", "anthropic", "ollama", "scripted", "replay");

    private RunConfigRules() {}

    static void check(RunConfig config) {
        range("parallel", config.parallel(), 1, 16);
        range("attempts", config.attempts(), 1, 10);
        range("ciFixes", config.ciFixes(), 0, 10);
        range("ciWaitSeconds", config.ciWaitSeconds(), 1, 86_400);
        range("commandSeconds", config.commandSeconds(), 1, 86_400);
        range("maxDiffLines", config.maxDiffLines(), 1, 1_000_000);
        range("maxTickets", config.maxTickets().orElse(1), 1, 50);
        config.approvals().forEach(name -> among("approvals", name, APPROVALS));
        among("forge.kind", config.forge().kind(), FORGES);
        model(config.model());
        among("sandbox.minimumTier", config.sandbox().minimumTier(), Set.of("full", "reduced"));
        config.requiredChecks()
                .forEach(name -> require(!name.isBlank(), "requiredChecks has a blank name; remove it."));
        config.prepare().forEach(argv -> require(!argv.isEmpty(), "prepare has an empty command; remove it."));
        config.gates().forEach(gate -> require(!gate.isEmpty(), "gates has an empty command; remove it."));
        positive("budget.usd", config.budget().usd().orElse(1.0));
        positive("budget.tokens", config.budget().tokens().orElse(1L));
    }

    private static void model(RunConfig.ModelConfig model) {
        require(
                model.provider() != null && model.modelId() != null && model.baseUrl() != null,
                "No model is configured: give --model-kind, --model-url and --model-id, or a model section in "
                        + RunSettings.PROJECT_FILE + ".");
        sampling("model", model);
        model.escalation().ifPresent(RunConfigRules::escalation);
    }

    private static void escalation(RunConfig.ModelConfig model) {
        require(
                model.provider() != null && model.modelId() != null && model.baseUrl() != null,
                "The stronger model has no name: give --escalation-model-id, or model.escalation.modelId in "
                        + RunSettings.PROJECT_FILE + ".");
        require(
                model.escalation().isEmpty(),
                "model.escalation has an escalation of its own; name one stronger model and no more.");
        sampling("model.escalation", model);
    }

    private static void sampling(String name, RunConfig.ModelConfig model) {
        among(name + ".provider", model.provider(), PROVIDERS);
        require(
                model.temperature() >= 0 && model.temperature() <= 2,
                name + ".temperature is " + model.temperature() + "; give a number from 0 to 2.");
        range(name + ".maxTokens", model.maxTokens(), 16, 1_000_000);
        range(name + ".timeoutSeconds", model.timeoutSeconds(), 1, 3600);
    }

    private static void range(String name, int value, int least, int most) {
        require(
                value >= least && value <= most,
                name + " is " + value + "; give a number from " + least + " to " + most + ".");
    }

    private static void positive(String name, Number value) {
        require(
                value.doubleValue() > 0,
                name + " is " + value + "; give a number above 0, or leave it out for no bound.");
    }

    private static void among(String name, String value, Set<String> allowed) {
        require(
                allowed.contains(value),
                name + " is '" + value + "'; choose from "
                        + String.join(", ", allowed.stream().sorted().toList()) + ".");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new UserError(sentence);
        }
    }
}
