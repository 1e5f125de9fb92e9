package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TierChoiceTest {
    @TempDir
    private Path folder;

    private RunnerFixture open(Machine machine, Tier minimum) {
        return new RunnerFixture(
                folder,
                RunnerSettings.standard().withMachine(machine).withMinimumTier(minimum),
                CommandPolicy.shipped());
    }

    @Test
    void shouldRunNothingWithoutAnySandbox() {
        RunnerFixture fixture = open(Machine.here().withoutBubblewrap().withoutLandlock(), Tier.REDUCED);

        SandboxReport report = fixture.runner.sandbox();
        Denied denied = fixture.denied("ls");

        assertThat(report.tier()).isEqualTo(Tier.NONE);
        assertThat(report.detail()).contains("bubblewrap is not installed").contains("no Landlock");
        assertThat(report.mend()).isEqualTo("install bubblewrap: apt-get install bubblewrap");
        assertThat(report.uid()).isNotZero();
        assertThat(denied.code()).isEqualTo("SANDBOX_UNAVAILABLE");
        assertThat(denied.reason()).contains("apt-get install bubblewrap");
        assertThat(fixture.audit).hasSize(1);
    }

    @Test
    void shouldRunNothingBelowTheConfiguredTier() {
        RunnerFixture fixture = RunnerFixture.reduced(
                folder, RunnerSettings.standard().withMinimumTier(Tier.FULL), CommandPolicy.shipped());

        assertThat(fixture.denied("ls").code()).isEqualTo("SANDBOX_UNAVAILABLE");
    }

    @Test
    void shouldNameTheMendWithoutUserNamespaces() {
        SandboxReport report = open(Machine.here().withoutUserNamespaces(), Tier.REDUCED)
                .runner
                .sandbox();

        assertThat(report.tier()).isNotEqualTo(Tier.FULL);
        assertThat(report.detail()).contains("no user namespaces");
        assertThat(report.mend()).contains("max_user_namespaces");
    }

    @Test
    void shouldHaveNoTierOnAnotherSystem() {
        Machine here = Machine.here();
        Machine other = new Machine(here.user(), here.bubblewrap(), true, true, here.javaHome(), "not linux");

        assertThat(open(other, Tier.REDUCED).runner.sandbox().tier()).isEqualTo(Tier.NONE);
    }

    @Test
    void shouldFailTheProbeWhenBubblewrapDoesNotConfine() {
        Machine here = Machine.here();
        Machine fake = new Machine(
                here.user(), Optional.of(Path.of("/usr/bin/true")), true, false, here.javaHome(), here.architecture());

        assertThat(open(fake, Tier.REDUCED).runner.sandbox().tier()).isEqualTo(Tier.NONE);
    }
}
