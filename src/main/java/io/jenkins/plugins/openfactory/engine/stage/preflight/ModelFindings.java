package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.RunConfig.ModelConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.journal.ModelDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the models answer, and whether a budget in money can be held with them. */
final class ModelFindings {
    private ModelFindings() {}

    static List<Finding> of(StageContext context) {
        ModelDoor door = context.doors().model();
        ModelConfig model = context.config().model();
        List<Finding> findings = new ArrayList<>();
        findings.add(PreflightStage.guarded("model", () -> {
            door.ping(context.scope());
            return Finding.ok("model", answers(model));
        }));
        model.escalation()
                .ifPresent(stronger -> findings.add(PreflightStage.guarded("stronger model", () -> {
                    door.pingEscalation(context.scope());
                    return Finding.ok("stronger model", answers(stronger));
                })));
        findings.add(price(context, model));
        return findings;
    }

    private static String answers(ModelConfig model) {
        return model.provider() + " model " + model.modelId() + " at " + model.baseUrl() + " answers.";
    }

    private static Finding price(StageContext context, ModelConfig model) {
        if (!context.config().budget().boundsMoney()) {
            return Finding.ok("budget", "No budget in money is set.");
        }
        if (!priced(model)) {
            return unknown(model, "--price-prompt, --price-completion");
        }
        Optional<ModelConfig> stronger = model.escalation().filter(other -> !priced(other));
        return stronger.map(other -> unknown(other, "--escalation-price-prompt, --escalation-price-completion"))
                .orElseGet(() -> Finding.ok("budget", "The price is known and the budget is set."));
    }

    private static boolean priced(ModelConfig model) {
        return model.usdPerMillionPromptTokens().isPresent()
                && model.usdPerMillionCompletionTokens().isPresent();
    }

    private static Finding unknown(ModelConfig model, String options) {
        return Finding.failure(
                "budget",
                "A budget in US dollars is set, but the price of model '" + model.modelId() + "' is unknown.",
                "Give its prices per million tokens (" + options + "), or set a budget in tokens instead.");
    }
}
