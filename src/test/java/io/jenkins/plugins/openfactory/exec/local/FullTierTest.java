package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTierTest {
    @TempDir
    private Path folder;

    private RunnerFixture fixture;

    @BeforeEach
    void open() {
        fixture = new RunnerFixture(folder, RunnerSettings.standard(), CommandPolicy.shipped());
        assumeTrue(
                fixture.runner.sandbox().tier() == Tier.FULL,
                () -> "needs bubblewrap (bwrap): " + fixture.runner.sandbox());
    }

    @Test
    void shouldRunAnAllowedCommandAndRecordIt() {
        CommandResult result = fixture.file("hello.txt", "hello\n").ran("cat", "hello.txt");

        assertThat(result.stdout()).isEqualTo("hello\n");
        assertThat(result.succeeded()).isTrue();
        assertThat(result.tier()).isEqualTo(Tier.FULL);
        assertThat(fixture.audit)
                .extracting(record -> record.get("event").asText())
                .containsExactly("start", "end");
    }
}
