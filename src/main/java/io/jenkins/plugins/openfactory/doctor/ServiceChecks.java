package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.util.List;
import java.util.function.Supplier;

/** Checks of what the factory talks to. */
public final class ServiceChecks {
    private ServiceChecks() {}

    /** Whether the model answers a tiny call, within ten seconds. */
    public static Check model(Supplier<ModelPort> open) {
        return Doctor.check("model", () -> {
            ModelPort model = open.get();
            model.ping(new CancelToken());
            return Finding.ok(
                    "model",
                    "The model " + model.settings().modelId() + " at "
                            + model.settings().baseUrl() + " answers.");
        });
    }

    /** Whether the forge answers and the credential works. */
    public static Check forge(Supplier<Forge> open) {
        return Doctor.check("forge", () -> Finding.ok("forge", open.get().authenticate()));
    }

    /** Whether a branch is protected and requires the checks that the factory waits for. */
    public static Check protection(Supplier<Forge> open, String branch, List<String> checks) {
        return Doctor.check("protection", () -> {
            Forge.Protection protection = open.get().protection(branch);
            if (!protection.isProtected()) {
                return Finding.failure(
                        "protection",
                        "Branch " + branch + " is not protected.",
                        "Protect it on the forge and require the checks " + String.join(", ", checks));
            }
            List<String> missing = checks.stream()
                    .filter(name -> protection.required().stream()
                            .noneMatch(required -> required.name().equals(name)))
                    .toList();
            return missing.isEmpty()
                    ? Finding.ok("protection", "Branch " + branch + " is protected and requires the checks.")
                    : Finding.warning(
                            "protection",
                            "Branch " + branch + " is protected, but does not require " + String.join(", ", missing)
                                    + ".",
                            "Require them on the forge, or the factory waits for checks that nobody demands.");
        });
    }
}
