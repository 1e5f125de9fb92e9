package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStatusDocumentTest {
    private static final String CONFIG = """
            {"repository":"/repo","base":"main","forge":{"kind":"local","url":null,"repo":null},
             "requiredChecks":["tests"],"gates":[["make","test"]],"parallel":2,"attempts":3,"ciFixes":2,
             "budget":{"usd":2.5,"tokens":100000,"usdPerTicket":null,"wallClockSeconds":3600},
             "approvals":[],"sandbox":{"tier":"REDUCED"},
             "model":{"provider":"openai","baseUrl":"http://localhost:1/v1","modelId":"m","temperature":0,
                      "maxTokens":4096,"seed":null,"timeoutSeconds":120,"usdPerMillionPromptTokens":1}}
            """;

    @TempDir
    Path home;

    private RunStore store;

    @BeforeEach
    void open() {
        store = Stores.embedded(home.resolve("store.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldShowANewRunWithEveryFieldThere() {
        store.create(Rows.run("r1"));
        ObjectNode document = valid("r1");
        assertThat(document.get("status").asText()).isEqualTo("queued");
        assertThat(document.get("stages")).hasSize(8);
        assertThat(document.get("model").isNull()).isTrue();
        assertThat(document.get("pullRequest").isNull()).isTrue();
        assertThat(document.get("error").isNull()).isTrue();
        assertThat(document.at("/spec/sha256").isNull()).isTrue();
        assertThat(document.get("createdAt").asText()).isEqualTo("2026-11-22T10:00:00.123Z");
    }

    @Test
    void shouldShowARunThatIsUnderWay() {
        store.create(withConfig(Rows.run("r1")));
        store.update(
                "r1",
                run -> run.withSpec("5".repeat(64), "Greet").waiting(WaitReason.APPROVAL, "Approve the tickets?"));
        store.saveStage(
                "r1",
                new StageRow(
                        StageId.PREFLIGHT,
                        StageState.SUCCEEDED,
                        1,
                        Optional.of(Rows.NOW),
                        Optional.of(Rows.NOW),
                        "ok"));
        store.saveTicket(
                "r1",
                new TicketRow(
                        "0001",
                        "Greet",
                        TicketState.RUNNING,
                        2,
                        List.of(),
                        Optional.of("openfactory/r1-0001"),
                        Optional.of("c".repeat(40)),
                        "second attempt"));
        store.intend(Rows.intent("r1", "k1"));
        store.complete(
                "r1",
                "k1",
                "{}",
                "",
                Rows.NOW,
                Optional.of(Rows.exchange("r1", "k1")),
                Optional.of(Rows.ledger("r1", "k1", 15, 0.25, true)));
        store.reserve(Rows.ledger("r1", "k2", 5000, 0.5, false), RunStore.BudgetBounds.none());
        store.saveDocument("r1", "sandbox", "{\"tier\":\"FULL\",\"detail\":\"bubblewrap 0.8\"}");
        store.saveDocument(
                "r1",
                "pull_request",
                "{\"number\":7,\"url\":\"local:7\",\"branch\":\"b\",\"headSha\":\"" + "c".repeat(40)
                        + "\",\"draft\":true}");
        store.saveDocument(
                "r1",
                "checks",
                "[{\"name\":\"tests\",\"app\":\"local\",\"status\":\"completed\",\"conclusion\":\"success\","
                        + "\"headSha\":\"" + "c".repeat(40) + "\",\"verdict\":\"success\",\"more\":1}]");
        ObjectNode document = valid("r1");
        assertThat(document.get("waitingFor").asText()).isEqualTo("approval");
        assertThat(document.get("waitingText").asText()).isEqualTo("Approve the tickets?");
        assertThat(Json.canonical(document.get("usage")))
                .isEqualTo("{\"completionTokens\":5,\"exchanges\":1,\"promptTokens\":10,\"unpricedExchanges\":0,"
                        + "\"usd\":0.25}");
        assertThat(Json.canonical(document.get("budget")))
                .isEqualTo("{\"reserved\":{\"tokens\":5000,\"usd\":0.5},\"tokens\":100000,\"tokensPerDay\":null,"
                        + "\"tokensPerTicket\":null,\"usd\":2.5,\"usdPerDay\":null,\"usdPerTicket\":null,"
                        + "\"used\":{\"tokens\":15,\"usd\":0.25},\"wallClockSeconds\":3600}");
        assertThat(document.at("/sandbox/tier").asText()).isEqualTo("FULL");
        assertThat(document.at("/pullRequest/number").asInt()).isEqualTo(7);
        assertThat(document.at("/checks/0").has("more")).isFalse();
        assertThat(document.at("/model/modelId").asText()).isEqualTo("m");
        assertThat(document.at("/tickets/0/commit").asText()).isEqualTo("c".repeat(40));
    }

    @Test
    void shouldShowWhyARunFailed() {
        store.create(Rows.run("r1"));
        store.update("r1", run -> run.withError(JobState.CI_FAILED, "ci_failed", "The check 'tests' failed."));
        assertThat(valid("r1").get("error"))
                .isEqualTo(Json.read("{\"code\":\"ci_failed\",\"message\":\"The check 'tests' failed.\"}"));
    }

    @Test
    void shouldListRunsInTheirShape() {
        store.create(Rows.run("r1"));
        store.create(Rows.run("r2", Rows.NOW.plusSeconds(1)));
        JsonNode list = RunStatusDocument.runs(store.runs(10));
        assertThat(Json.write(list.get(0)))
                .isEqualTo("{\"runId\":\"r2\",\"status\":\"queued\",\"title\":\"Add a greeting\","
                        + "\"createdAt\":\"2026-11-22T10:00:01.123Z\",\"updatedAt\":\"2026-11-22T10:00:01.123Z\"}");
        assertThat(list).hasSize(2);
    }

    @Test
    void shouldSayThatThereIsNoSuchRun() {
        assertThatThrownBy(() -> RunStatusDocument.of(store, "r9"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'r9'");
    }

    private ObjectNode valid(String runId) {
        ObjectNode document = RunStatusDocument.of(store, runId);
        assertThat(JsonSchemas.validate("run-status", document)).isEmpty();
        return document;
    }

    private static RunRow withConfig(RunRow r) {
        return new RunRow(
                r.runId(),
                r.traceId(),
                r.state(),
                r.waitingFor(),
                r.waitingText(),
                r.title(),
                CONFIG,
                r.request(),
                r.requestSha256(),
                r.specSha256(),
                r.errorCode(),
                r.errorText(),
                r.createdAt(),
                r.updatedAt());
    }
}
