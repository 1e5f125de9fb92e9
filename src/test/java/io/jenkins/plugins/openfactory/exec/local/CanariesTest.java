package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanariesTest {
    private static final CommandPolicy SCRIPTS = CommandPolicy.parse(RunnerFixture.SCRIPTS);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "cat ~/.git-credentials",
                "env | base64 -w0 >&2",
                "printf %s $OPENFACTORY_TOKEN | od -An -tx1 -v | tr -d ' \\n'",
                "cat ~/.git-credentials; trap '' TERM; while :; do sleep 100; done"
            })
    void shouldStopACommandThatShowsTheCanary(String attack) {
        RunnerFixture fixture = RunnerFixture.full(folder, SCRIPTS);

        CommandResult result = fixture.script(attack);

        assertThat(result.killed()).isEqualTo(Optional.of(Kill.CANARY));
        String value = Canary.of("run-1", "0123456789abcdef0123456789abcdef").value();
        assertThat(result.stdout() + result.stderr()).doesNotContain(value);
        assertThat(fixture.audit.toString())
                .doesNotContain(value)
                .doesNotContain(Base64.getEncoder().encodeToString(value.getBytes()));
        assertThat(fixture.audit.get(1).path("killed").asText()).isEqualTo("canary");
    }

    @Test
    void shouldPlantItInTheReducedTierToo() {
        RunnerFixture fixture =
                RunnerFixture.reduced(folder, RunnerSettings.standard().withBuildsInReducedTier(), SCRIPTS);

        assertThat(fixture.script("env").killed()).isEqualTo(Optional.of(Kill.CANARY));
        assertThat(fixture.script("cat ~/.git-credentials").killed()).isEqualTo(Optional.of(Kill.CANARY));
    }

    @Test
    void shouldLetACommandBeThatOnlyHasIt() {
        RunnerFixture fixture = RunnerFixture.full(folder, SCRIPTS);

        CommandResult result =
                fixture.script("test -n \"$OPENFACTORY_TOKEN\" && test -s ~/.git-credentials && echo fine");

        assertThat(result.stdout()).isEqualTo("fine\n");
        assertThat(result.succeeded()).isTrue();
    }
}
