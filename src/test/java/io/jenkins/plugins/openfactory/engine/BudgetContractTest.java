package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.LedgerRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is spent beyond a bound, and running out leaves a run that can go on. */
class BudgetContractTest extends Contract {
    @Test
    void shouldStopBeforeACallThatTheTokensDoNotCover() {
        workshop.script().farewell();

        RunRow row = workshop.run(budget("tokens", 6500));

        assertThat(row.errorCode()).contains("budget_exhausted");
        assertThat(row.state()).isEqualTo(JobState.FAILED);
        clear(row.errorText().orElseThrow());
        assertThat(row.errorText().orElseThrow()).contains("6500").contains("raise the budget");
        assertThat(workshop.store().ledger(row.runId()).stream()
                        .filter(LedgerRow::settled)
                        .mapToLong(LedgerRow::tokens)
                        .sum())
                .isBetween(1L, 6500L);
        assertThat(workshop.pushed()).isEmpty();
    }

    @Test
    void shouldGoOnWithARaisedBudgetAndPayNothingTwice() {
        workshop.script().farewell();
        RunRow poor = workshop.run(budget("tokens", 6500));
        int paid = workshop.store().exchanges(poor.runId()).size();
        assertThat(poor.errorCode()).contains("budget_exhausted");

        ObjectNode raised = Json.object();
        raised.putObject("budget").put("tokens", 100_000);
        workshop.factory().amend(poor.runId(), raised);
        RunRow row = workshop.proceed(poor.runId());

        done(row);
        assertThat(workshop.store().exchanges(row.runId())).hasSize(5);
        assertThat(paid).isBetween(1, 4);
        assertThat(workshop.store().ledger(row.runId())).allMatch(LedgerRow::settled);
    }

    @Test
    void shouldStopATicketAtItsOwnBound() {
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .greps("bye", "farewell.txt", "AC-1")
                        .limit("tokens", 100));

        failed(workshop.run(), StageId.IMPLEMENT_LOOP, "budget_exhausted", "100");
    }

    @Test
    void shouldStopAtTheBoundOfTheDay() {
        workshop.script().farewell();
        RunRow first = workshop.run();
        done(first);
        long spent = workshop.store().ledger(first.runId()).stream()
                .mapToLong(LedgerRow::tokens)
                .sum();
        int bound = Math.toIntExact(spent + 6500);

        RunRow second = workshop.run(budget("tokensPerDay", bound));

        assertThat(second.errorCode()).contains("budget_exhausted");
        assertThat(second.errorText().orElseThrow()).contains(Integer.toString(bound));
    }

    @Test
    void shouldFailClosedWhereThePriceIsUnknown() {
        workshop.script().farewell();

        failed(workshop.run(budget("usd", 5)), StageId.PREFLIGHT, "preflight_failed", "price", "--price-prompt");
        assertThat(workshop.store().ledger(workshop.store().runs(1).get(0).runId()))
                .allMatch(row -> row.usd() == 0);
    }

    @Test
    void shouldChargeWhatTheModelCosts() {
        workshop.script().farewell();
        workshop.model(model -> priced(model, 10));

        RunRow row = workshop.run(prices(budget("usd", 5), 10));

        done(row);
        double usd = workshop.store().usage(row.runId()).usd();
        long tokens = workshop.store().usage(row.runId()).promptTokens()
                + workshop.store().usage(row.runId()).completionTokens();
        assertThat(usd).isEqualTo(tokens * 10 / 1e6, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void shouldStopBeforeACallThatTheMoneyDoesNotCover() {
        workshop.script().farewell();
        workshop.model(model -> priced(model, 1000));

        RunRow row = workshop.run(prices(budget("usd", 6.5), 1000));

        assertThat(row.errorCode()).contains("budget_exhausted");
        assertThat(workshop.store().usage(row.runId()).usd()).isBetween(0.001, 6.5);
    }

    @Test
    void shouldStopWhenTheWallClockIsUsedUpAndGoOnAfterwards() {
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\ttest -e farewell.txt && sleep 20\n");
        workshop.script().farewell();

        RunRow row = workshop.run(budget("wallClockSeconds", 3));

        assertThat(row.errorCode()).contains("budget_exhausted");
        assertThat(row.state()).isEqualTo(JobState.FAILED);
        clear(row.errorText().orElseThrow());
        assertThat(row.errorText().orElseThrow()).contains("3 seconds");
        assertThat(workshop.store().stages(row.runId()))
                .noneMatch(stage -> stage.state() == io.jenkins.plugins.openfactory.run.StageState.RUNNING);
    }

    @Test
    void shouldKeepAnUnsettledReservationOfAnInterruptedCallOnce() {
        workshop.script().farewell();
        RunRow first = workshop.run(withoutAttempt(budget("tokens", 20_000)));
        assertThat(first.errorCode()).contains("model_not_recorded");
        for (int i = 0; i < 5; i++) {
            assertThat(workshop.proceed(first.runId()).errorCode()).contains("model_not_recorded");
        }

        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "bye"));

        done(workshop.proceed(first.runId()));
    }

    private ObjectNode withoutAttempt(ObjectNode settings) {
        try {
            java.nio.file.Files.delete(workshop.script().folder().resolve("0001/attempt-1.md"));
            return settings;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode budget(String name, double value) {
        ObjectNode settings = workshop.settings();
        ObjectNode budget = settings.putObject("budget");
        if (value == Math.rint(value)) {
            budget.put(name, (long) value);
        } else {
            budget.put(name, value);
        }
        return settings;
    }

    private static ObjectNode prices(ObjectNode settings, double usd) {
        settings.withObject("/model").put("usdPerMillionPromptTokens", usd).put("usdPerMillionCompletionTokens", usd);
        return settings;
    }

    private static ModelPort priced(ModelPort model, double usd) {
        return Wrapped.of(ModelPort.class, model, "settings", (arguments, outcome) -> {
            ModelSettings s = (ModelSettings) outcome;
            return new ModelSettings(
                    s.provider(),
                    s.baseUrl(),
                    s.modelId(),
                    s.temperature(),
                    s.maxTokens(),
                    s.seed(),
                    s.timeout(),
                    Optional.of(usd),
                    Optional.of(usd));
        });
    }
}
