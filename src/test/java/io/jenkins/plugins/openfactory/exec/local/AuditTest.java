package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir
    private Path folder;

    private RunnerFixture fixture;

    @BeforeEach
    void open() {
        fixture = RunnerFixture.full(folder, CommandPolicy.parse(RunnerFixture.SCRIPTS));
    }

    @Test
    void shouldRecordEveryFieldOfARunBeforeAndAfter() throws IOException {
        fixture.masker.register("s3cr3t-value");
        fixture.file("script.sh", "echo out; echo err >&2; exit 3");

        CommandResult result = fixture.ran("sh", "script.sh", "s3cr3t-value");

        ObjectNode start = fixture.audit.get(0);
        assertThat(names(start))
                .containsExactlyInAnyOrder(
                        "event",
                        "seq",
                        "traceId",
                        "run",
                        "ticket",
                        "stage",
                        "proposedBy",
                        "argv",
                        "requested",
                        "cwd",
                        "policySha256",
                        "at",
                        "resolved",
                        "binarySha256",
                        "rule",
                        "executed",
                        "environment",
                        "uid",
                        "tier",
                        "profile",
                        "network",
                        "limits",
                        "prepared");
        assertThat(texts(start.get("argv"))).containsExactly("sh", "script.sh", "****");
        Path shell = Path.of("/usr/bin/sh").toRealPath();
        assertThat(start.get("resolved").asText()).isEqualTo(shell.toString());
        assertThat(start.get("binarySha256").asText()).isEqualTo(Sha256.hex(shell));
        assertThat(start.get("policySha256").asText()).isEqualTo(fixture.runner.policySha256());
        assertThat(texts(start.get("environment"))).contains("HOME", "PATH", "LANG", "TMPDIR", "TZ");
        assertThat(start.get("uid").asLong())
                .isEqualTo(fixture.runner.sandbox().uid())
                .isNotZero();
        assertThat(start.get("network").asText()).isEqualTo("loopback");
        ObjectNode end = fixture.audit.get(1);
        assertThat(names(end))
                .containsExactlyInAnyOrder(
                        "event",
                        "seq",
                        "of",
                        "traceId",
                        "run",
                        "start",
                        "end",
                        "durationMillis",
                        "exitCode",
                        "signal",
                        "killed",
                        "notSetUp",
                        "timedOut",
                        "stdoutBytes",
                        "stderrBytes",
                        "stdoutSha256",
                        "stderrSha256",
                        "truncated");
        assertThat(end.get("of").asLong()).isEqualTo(result.audit()).isEqualTo(1);
        assertThat(end.get("exitCode").asInt()).isEqualTo(3);
        assertThat(end.get("stdoutBytes").asInt()).isEqualTo(4);
        assertThat(end.get("stdoutSha256").asText()).isEqualTo(Sha256.hex("out\n"));
        assertThat(end.get("stderrSha256").asText()).isEqualTo(Sha256.hex("err\n"));
        assertThat(Instant.parse(end.get("end").asText()))
                .isAfterOrEqualTo(Instant.parse(end.get("start").asText()));
    }

    @Test
    void shouldRecordADenialWithItsReason() {
        fixture.masker.register("s3cr3t-value");

        Denied denied = fixture.denied("sh", "-s3cr3t-value");

        assertThat(denied.audit()).isEqualTo(1);
        assertThat(denied.reason()).contains("****").doesNotContain("s3cr3t");
        ObjectNode record = fixture.audit.get(0);
        assertThat(record.get("event").asText()).isEqualTo("denied");
        assertThat(record.get("code").asText()).isEqualTo("OPTION");
        assertThat(record.get("rule").asText()).isEqualTo("script");
        assertThat(record.toString()).doesNotContain("s3cr3t");
        assertThat(fixture.audit).hasSize(1);
    }

    @Test
    void shouldSayWhatKilledACommand() {
        fixture.script(
                RunnerFixture.limits(Duration.ofSeconds(1), Duration.ofSeconds(9), 1 << 28, 99, 1 << 20, 1 << 20),
                "sleep 60");

        ObjectNode end = fixture.audit.get(1);
        assertThat(end.get("killed").asText()).isEqualTo("wall_clock");
        assertThat(end.get("timedOut").asBoolean()).isTrue();
        assertThat(end.get("exitCode").isNull()).isTrue();
        assertThat(end.get("signal").asInt()).isEqualTo(9);
    }

    @Test
    void shouldStartNothingThatIsNotOnRecord() {
        AuditLog broken = (run, record) -> {
            throw new WorldFault("store_full", "The disk is full.");
        };
        fixture.file("script.sh", "touch ran");
        var runner = new LocalCommandRunner(
                RunnerSettings.standard(),
                CommandPolicy.parse(RunnerFixture.SCRIPTS),
                broken,
                new SecretMasker(),
                Clock.systemUTC());

        assertThatThrownBy(() -> runner.run(fixture.request("sh", "script.sh"), new CancelToken()))
                .isInstanceOf(WorldFault.class);
        assertThat(Files.exists(fixture.workspace.resolve("ran"))).isFalse();
    }

    @Test
    void shouldHaveTheStartOnRecordWhileTheCommandRuns() {
        List<Boolean> ranAtStart = new ArrayList<>();
        AuditLog log = (run, record) -> {
            ranAtStart.add(Files.exists(fixture.workspace.resolve("ran")));
            return ranAtStart.size();
        };
        fixture.file("script.sh", "touch ran");
        var runner = new LocalCommandRunner(
                RunnerSettings.standard(),
                CommandPolicy.parse(RunnerFixture.SCRIPTS),
                log,
                new SecretMasker(),
                Clock.systemUTC());
        runner.adopt(fixture.workspace);

        runner.run(fixture.request("sh", "script.sh"), new CancelToken());

        assertThat(ranAtStart).containsExactly(false, true);
    }

    @Test
    void shouldRecordNothingForAMereCheck() {
        fixture.file("a.sh", "");

        assertThat(fixture.runner.check(fixture.request("sh", "a.sh"))).isEmpty();
        assertThat(fixture.runner.check(fixture.request("sh", "-c", "id"))).isPresent();
        assertThat(fixture.audit).isEmpty();
    }

    private static List<String> names(ObjectNode record) {
        return record.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
