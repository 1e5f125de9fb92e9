package io.jenkins.plugins.openfactory.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.engine.Workshop;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepOrdersTest {
    @TempDir
    Path folder;

    private Workshop workshop;
    private String run;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder);
        workshop.script().farewell();
        run = workshop.create(workshop.settings());
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void save(StepOrder order) {
        StepOrders.save(workshop.store(), run, order, workshop.masker());
    }

    @Test
    void shouldKeepWhatEachStepWasToldLast() {
        save(new StepOrder(StepKind.SPEC_FREEZE, "{\"mayAsk\":true}", "{\"request\":\"Do it.\"}", false, true));
        save(StepOrder.goOn(StepKind.TICKETS, "{\"maxTickets\":3}"));
        save(StepOrder.goOn(StepKind.TICKETS, "{\"maxTickets\":4}"));

        StepOrder first =
                StepOrders.of(workshop.store(), run, StepKind.SPEC_FREEZE).orElseThrow();
        assertThat(first.startsRun()).isTrue();
        assertThat(first.settings().path("mayAsk").asBoolean()).isTrue();
        assertThat(Json.read(first.source()).path("request").asText()).isEqualTo("Do it.");
        StepOrder tickets =
                StepOrders.of(workshop.store(), run, StepKind.TICKETS).orElseThrow();
        assertThat(tickets.startsRun()).isFalse();
        assertThat(tickets.settings().path("maxTickets").asInt()).isEqualTo(4);
        assertThat(StepOrders.of(workshop.store(), run, StepKind.IMPLEMENT)).isEmpty();
    }

    @Test
    void shouldKnowTheSameRequestAgain() {
        workshop.masker().register("hunter2hunter2");
        StepOrder asked = new StepOrder(
                StepKind.SPEC_FREEZE, "{\"mayAsk\":true}", "{\"request\":\"Use hunter2hunter2.\"}", false, true);
        save(asked);

        assertThat(has(asked.source())).isTrue();
        assertThat(has("{\"request\":\"Use another.\"}")).isFalse();
        assertThat(has("{\"issue\":\"17\"}")).isFalse();
    }

    private boolean has(String source) {
        StepOrder order = new StepOrder(StepKind.SPEC_FREEZE, "{}", source, false, true);
        return StepOrders.has(workshop.store(), run, order, workshop.masker());
    }

    @Test
    void shouldKeepNoSecretOfTheRequest() {
        workshop.masker().register("true");
        workshop.masker().register("hunter2hunter2");

        save(new StepOrder(
                StepKind.SPEC_FREEZE, "{\"mayAsk\":true}", "{\"request\":\"Use hunter2hunter2.\"}", false, true));

        assertThat(workshop.store().document(run, "jenkins_orders").orElseThrow())
                .doesNotContain("hunter2hunter2")
                .contains("true");
        assertThat(StepOrders.of(workshop.store(), run, StepKind.SPEC_FREEZE)).isPresent();
    }
}
