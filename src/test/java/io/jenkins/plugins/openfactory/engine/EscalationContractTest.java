package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stronger model has the last attempt of a ticket and the last mend of a check, at its own price. */
class EscalationContractTest extends Contract {
    @Test
    void shouldAskTheStrongerModelInTheLastAttemptOnly() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", file("farewell.txt", "one"))
                .reply("0001/attempt-2.md", file("farewell.txt", "two"))
                .reply("strong/0001/attempt-3.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run(settings());

        done(row);
        assertThat(implementing(row))
                .extracting(ExchangeRow::modelId)
                .containsExactly("scripted", "scripted", "strong");
        assertThat(workshop.events())
                .anyMatch(event -> event.text().equals("attempt 3 of 3, with the stronger model"))
                .anyMatch(event -> event.text().startsWith("the stronger model strong answered implement 3: "));
    }

    @Test
    void shouldNotAskItWhereNothingFails() {
        workshop.script().farewell();

        RunRow row = workshop.run(settings());

        done(row);
        assertThat(implementing(row)).extracting(ExchangeRow::modelId).containsExactly("scripted");
    }

    @Test
    void shouldBringTheLastAttemptForwardWhereTheFirstModelGoesInCircles() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", file("farewell.txt", "one"))
                .reply("0001/attempt-2.md", file("farewell.txt", "two"))
                .reply("0001/attempt-3.md", file("farewell.txt", "one"))
                .reply("strong/0001/attempt-4.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run(settings().put("attempts", 9));

        done(row);
        assertThat(implementing(row))
                .extracting(ExchangeRow::modelId)
                .containsExactly("scripted", "scripted", "scripted", "strong");
    }

    @Test
    void shouldGiveTheLastMendOfACheckToTheStrongerModel() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\ttrue\nci:\n\t@test ! -e farewell.txt || grep -q 'bye for now' farewell.txt\n");
        workshop.script().farewell();
        workshop.script()
                .reply("ci-fix-1.md", replace("farewell.txt", "bye", "bye bye"))
                .reply("strong/ci-fix-2.md", replace("farewell.txt", "bye", "bye for now"));
        ObjectNode settings = settings();
        settings.withObject("/checks").putArray("tests").addArray().add("make").add("ci");

        RunRow row = workshop.run(settings);

        done(row);
        assertThat(workshop.store().exchanges(row.runId()))
                .filteredOn(exchange -> exchange.purpose().equals("ci-fix"))
                .extracting(ExchangeRow::modelId)
                .containsExactly("scripted", "strong");
    }

    @Test
    void shouldChargeEachExchangeAtItsOwnModelsPrice() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", file("farewell.txt", "one"))
                .reply("strong/0001/attempt-2.md", file("farewell.txt", "bye"));
        ObjectNode settings = priced(settings(), 30).put("attempts", 2);
        settings.putObject("budget").put("usd", 5);
        settings.withObject("/model").put("usdPerMillionPromptTokens", 0).put("usdPerMillionCompletionTokens", 0);

        RunRow row = workshop.run(settings);

        done(row);
        assertThat(workshop.store().exchanges(row.runId())).allSatisfy(exchange -> {
            double tokens = exchange.promptTokens() + exchange.completionTokens();
            double usd = exchange.modelId().equals("strong") ? tokens * 30 / 1e6 : 0;
            assertThat(exchange.usd().orElseThrow()).isEqualTo(usd, org.assertj.core.data.Offset.offset(1e-8));
        });
        assertThat(workshop.store().usage(row.runId()).usd()).isPositive();
    }

    @Test
    void shouldReserveTheStrongerModelsWorstCase() {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "one"));
        ObjectNode settings = priced(settings(), 1000).put("attempts", 2);
        settings.putObject("budget").put("usd", 4.5);
        settings.withObject("/model").put("usdPerMillionPromptTokens", 0).put("usdPerMillionCompletionTokens", 0);

        RunRow row = workshop.run(settings);

        assertThat(row.errorCode()).contains("budget_exhausted");
        assertThat(implementing(row)).hasSize(1);
    }

    @Test
    void shouldFailClosedWhereItsPriceIsUnknown() {
        workshop.script().farewell();
        ObjectNode settings = settings();
        settings.putObject("budget").put("usd", 5);
        settings.withObject("/model").put("usdPerMillionPromptTokens", 1).put("usdPerMillionCompletionTokens", 1);

        failed(
                workshop.run(settings),
                StageId.PREFLIGHT,
                "preflight_failed",
                "'strong' is unknown",
                "--escalation-price-prompt");
    }

    @Test
    void shouldFailPreflightWhereTheStrongerModelDoesNotAnswer() {
        workshop.script().farewell();
        ObjectNode settings = settings();
        unreadablePing();

        RunRow row = workshop.run(settings);

        failed(row, StageId.PREFLIGHT, "preflight_failed", "stronger model", "not UTF-8");
    }

    @Test
    void shouldReplayAndResumeWithBothModels() throws Exception {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "one"));
        ObjectNode settings = settings().put("attempts", 2);
        RunRow stopped = workshop.run(settings);
        failed(stopped, StageId.IMPLEMENT_LOOP, "model_not_recorded", "0001/attempt-2.md");
        workshop.script().reply("strong/0001/attempt-2.md", file("farewell.txt", "bye"));

        RunRow row = workshop.proceed(stopped.runId());

        done(row);
        assertThat(implementing(row)).extracting(ExchangeRow::modelId).containsExactly("scripted", "strong");
        try (RunStore scratch = Stores.embedded(folder.resolve("scratch.db"), Clock.systemUTC())) {
            Replay.Report report = workshop.replay().run(row.runId(), scratch);
            assertThat(report.divergence()).isEmpty();
            assertThat(report.stages()).hasSize(8);
        }
    }

    @Test
    void shouldTakeWhatItLeavesOutFromTheFirstModelButNoKeyToAnotherServer() {
        ObjectNode model = Json.object()
                .put("provider", "openai")
                .put("baseUrl", "https://a.example/v1")
                .put("modelId", "small")
                .put("keyFile", "/keys/a")
                .put("maxTokens", 100)
                .put("usdPerMillionPromptTokens", 1);
        ObjectNode elsewhere = model.deepCopy();
        model.putObject("escalation").put("modelId", "large");
        elsewhere.putObject("escalation").put("modelId", "large").put("baseUrl", "https://b.example/v1");

        EscalationSettings.complete(model);
        EscalationSettings.complete(elsewhere);

        assertThat(Json.write(model.path("escalation")))
                .isEqualTo("{\"provider\":\"openai\",\"baseUrl\":\"https://a.example/v1\",\"maxTokens\":100,"
                        + "\"modelId\":\"large\",\"keyFile\":\"/keys/a\"}");
        assertThat(elsewhere.path("escalation").has("keyFile")).isFalse();
        assertThat(elsewhere.path("escalation").path("baseUrl").asText()).isEqualTo("https://b.example/v1");
    }

    @Test
    void shouldRefuseAnEscalationWithoutAName() {
        ObjectNode settings = settings();
        ((ObjectNode) settings.at("/model/escalation")).remove("modelId");

        assertThatThrownBy(() -> workshop.create(settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--escalation-model-id");
    }

    private void unreadablePing() {
        try {
            java.nio.file.Files.write(
                    workshop.script().folder().resolve("strong/preflight.md"), new byte[] {(byte) 0xff, (byte) 0xfe});
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<ExchangeRow> implementing(RunRow row) {
        return workshop.store().exchanges(row.runId()).stream()
                .filter(exchange -> exchange.ticketId().equals(Optional.of("0001")))
                .toList();
    }

    private ObjectNode settings() {
        workshop.script().reply("strong/readme.txt", "the stronger model's replies");
        ObjectNode settings = workshop.settings();
        settings.withObject("/model/escalation")
                .put("modelId", "strong")
                .put("directory", workshop.script().folder().resolve("strong").toString());
        return settings;
    }

    private static ObjectNode priced(ObjectNode settings, double usd) {
        settings.withObject("/model/escalation")
                .put("usdPerMillionPromptTokens", usd)
                .put("usdPerMillionCompletionTokens", usd);
        return settings;
    }
}
