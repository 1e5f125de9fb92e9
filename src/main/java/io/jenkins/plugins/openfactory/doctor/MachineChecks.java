package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks of the machine: Java, git, the clock, the policy. */
public final class MachineChecks {
    private static final int JAVA = 17;
    private static final Duration SKEW = Duration.ofSeconds(5);

    private MachineChecks() {}

    /** Java 17 or newer. */
    public static Check java() {
        return Doctor.check("java", () -> {
            String text = System.getProperty("java.vm.name") + " " + Runtime.version();
            return Runtime.version().feature() < JAVA
                    ? Finding.failure("java", text, "Run the factory with Java " + JAVA + " or newer.")
                    : Finding.ok("java", text);
        });
    }

    /** @param describe says which program there is, or in a UserError what is wrong with it */
    public static Check git(Supplier<String> describe) {
        return Doctor.check("git", () -> Finding.ok("git", describe.get()));
    }

    /** Whether the policy loads, which tries its own examples. */
    public static Check policy(Supplier<CommandPolicy> load) {
        return Doctor.check("policy", () -> {
            CommandPolicy policy = load.get();
            return Finding.ok(
                    "policy", policy.rules().size() + " rules, whose examples hold; SHA-256 " + policy.sha256());
        });
    }

    /** Whether the clock agrees with the store's server, and is not behind what was recorded before. */
    public static Check clock(RunStore store, Clock clock) {
        return Doctor.check("clock", () -> {
            Instant now = clock.instant();
            Optional<Duration> skew = store.serverTime().map(server -> Duration.between(server, now));
            if (skew.filter(by -> by.abs().compareTo(SKEW) > 0).isPresent()) {
                return Finding.warning(
                        "clock",
                        "This machine's clock differs from the store's server by "
                                + skew.get().toSeconds() + " s.",
                        "Keep both on time, for instance with chrony.");
            }
            List<RunSummary> newest = store.runs(1);
            if (!newest.isEmpty() && newest.get(0).updatedAt().isAfter(now.plus(SKEW))) {
                return Finding.failure(
                        "clock",
                        "The clock says " + now + ", but the newest run was changed at "
                                + newest.get(0).updatedAt() + ".",
                        "Set the clock, for instance with chrony; times and budgets per day are wrong until then.");
            }
            return Finding.ok(
                    "clock", "It is " + now.truncatedTo(ChronoUnit.SECONDS) + ", later than everything recorded.");
        });
    }
}
