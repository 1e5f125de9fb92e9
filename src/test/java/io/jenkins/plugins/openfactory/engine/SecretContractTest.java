package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules about what must never leave: canaries and secrets. */
class SecretContractTest extends Contract {
    @Test
    void shouldEndARunWhoseCommandShowsTheCanary() {
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .creates("checks.mk")
                        .test(false, List.of("AC-1"), "make", "-f", "checks.mk", "check")
                        .command("make"))
                .reply("0001/attempt-1.md", file("checks.mk", "check:\n\t@env | sort"));

        failed(workshop.run(), StageId.IMPLEMENT_LOOP, "canary_seen", "make -f checks.mk check", "canary");
    }

    @Test
    void shouldEndARunWhoseModelWritesTheCanaryIntoAFile() {
        workshop.script().farewell();
        String runId = workshop.create(workshop.settings());
        String trace = workshop.store().run(runId).orElseThrow().traceId();
        workshop.script()
                .reply(
                        "0001/attempt-1.md",
                        file("farewell.txt", "bye " + Canary.of(runId, trace).value()));

        failed(workshop.proceed(runId), StageId.IMPLEMENT_LOOP, "canary_seen", "farewell.txt");
    }

    @Test
    void shouldNotSendTheCanaryToAModel() {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "good night"));
        String runId = workshop.create(workshop.settings());
        String trace = workshop.store().run(runId).orElseThrow().traceId();
        String value = Canary.of(runId, trace).value();
        workshop.model(real -> Wrapped.of(
                ModelPort.class, real, "chat", (arguments, outcome) -> tainted((ModelReply) outcome, value)));

        failed(workshop.proceed(runId), StageId.ARCHITECTURE, "canary_seen", "request to the model");
    }

    private static ModelReply tainted(ModelReply reply, String value) {
        return new ModelReply(
                reply.text().replace("The greeting gets a farewell.", "The greeting gets " + value + "."),
                reply.promptTokens(),
                reply.completionTokens(),
                reply.finishReason(),
                reply.latency(),
                reply.tries());
    }

    @Test
    void shouldNotPushATokenThatTheModelMadeUp() {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "bye ghp_" + "Aq3dF6hJ9".repeat(4)));

        RunRow row = workshop.run();

        failed(row, StageId.PR_CI_GATE, "secret_in_diff", "farewell.txt", "github-token");
    }

    @Test
    void shouldTellNobodyASecretThatAForgeAnswersWith() {
        workshop.script().farewell();
        workshop.masker().register("hunter2hunter2");
        workshop.forge(real -> Wrapped.of(Forge.class, real, "authenticate", (arguments, outcome) -> {
            throw new WorldFault("forge_auth", "The forge answered 401 (you sent Bearer hunter2hunter2).");
        }));

        failed(workshop.run(), StageId.PREFLIGHT, "preflight_failed", "you sent Bearer ****");

        assertThat(workshop.events())
                .extracting(RunEvent::text)
                .anyMatch(text -> text.contains("you sent Bearer ****"))
                .noneMatch(text -> text.contains("hunter2hunter2"));
    }
}
