package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.doctor.Check;
import io.jenkins.plugins.openfactory.doctor.DiskCheck;
import io.jenkins.plugins.openfactory.doctor.Doctor;
import io.jenkins.plugins.openfactory.doctor.MachineChecks;
import io.jenkins.plugins.openfactory.doctor.ProcessesCheck;
import io.jenkins.plugins.openfactory.doctor.RunWatch;
import io.jenkins.plugins.openfactory.doctor.SandboxCheck;
import io.jenkins.plugins.openfactory.doctor.SecretsCheck;
import io.jenkins.plugins.openfactory.doctor.ServiceChecks;
import io.jenkins.plugins.openfactory.doctor.StoreCheck;
import io.jenkins.plugins.openfactory.doctor.WorktreesCheck;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the doctor looks at on this machine. */
final class Examination {
    private Examination() {}

    /** The checks that need no store. */
    static List<Check> ofMachine(FactoryHome home) {
        return List.of(
                MachineChecks.java(),
                MachineChecks.git(() -> LocalGit.describe(System.getenv("PATH"))),
                Doctor.check("sandbox", () -> SandboxCheck.of(Runners.probe())),
                Doctor.check("disk", () -> DiskCheck.of(home.root())));
    }

    /** The check of the store, which may not open. */
    static Check ofStore(FactoryHome home) {
        Optional<Path> file = StoreAddress.of(home).isPresent() ? Optional.empty() : Optional.of(home.store());
        return new StoreCheck(() -> damage(home), file, Clock.systemUTC());
    }

    private static Optional<String> damage(FactoryHome home) {
        try (RunStore store = Stores.of(home, Clock.systemUTC())) {
            return store.check();
        }
    }

    /**
     * The checks of what stands in the store, and of what a run talks to.
     *
     * @param like the run whose settings name model, forge, policy and secrets; empty for none
     */
    static List<Check> ofRuns(Wiring wiring, Optional<String> like) {
        List<Check> checks = new ArrayList<>();
        checks.add(MachineChecks.clock(wiring.store(), wiring.clock()));
        checks.add(new RunWatch(wiring.store(), wiring.home(), wiring.clock(), RunWatch.PATIENCE));
        checks.add(new WorktreesCheck(wiring.store(), wiring.home(), wiring.clock()));
        checks.add(new ProcessesCheck(wiring.store(), wiring.home()));
        if (like.isEmpty()) {
            checks.add(MachineChecks.policy(CommandPolicy::shipped));
            return checks;
        }
        RunConfig config = wiring.factory(RunView.SILENT).config(like.get());
        checks.add(MachineChecks.policy(() -> config.policyFile()
                .map(file -> CommandPolicy.load(Path.of(file)))
                .orElseGet(CommandPolicy::shipped)));
        checks.add(new SecretsCheck(() -> wiring.ports().secrets(config), wiring.store(), wiring.home()));
        checks.add(ServiceChecks.model(() -> wiring.ports().model(config.model())));
        checks.add(ServiceChecks.forge(() -> wiring.ports().forge(like.get(), config)));
        checks.add(ServiceChecks.protection(
                () -> wiring.ports().forge(like.get(), config), config.base(), config.requiredChecks()));
        return checks;
    }
}
