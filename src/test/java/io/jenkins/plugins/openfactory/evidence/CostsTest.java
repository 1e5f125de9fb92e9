package io.jenkins.plugins.openfactory.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void shouldSumByStageTicketAndModel() {
        List<Costs> costs = Costs.of(List.of(
                row(StageId.SPEC_FREEZE, Optional.empty(), "small", 100, 10, Optional.of(0.5)),
                row(StageId.IMPLEMENT_LOOP, Optional.of("0002"), "small", 200, 20, Optional.of(0.25)),
                row(StageId.IMPLEMENT_LOOP, Optional.of("0002"), "large", 300, 30, Optional.empty()),
                row(StageId.IMPLEMENT_LOOP, Optional.of("0001"), "large", 1, 2, Optional.empty())));

        assertThat(costs)
                .containsExactly(
                        new Costs("Specification", 1, 100, 10, 0.5, 0),
                        new Costs("Implementation", 3, 501, 52, 0.25, 2),
                        new Costs("ticket 0002", 2, 500, 50, 0.25, 1),
                        new Costs("ticket 0001", 1, 1, 2, 0, 1),
                        new Costs("model small", 2, 300, 30, 0.75, 0),
                        new Costs("model large", 2, 301, 32, 0, 2));
        assertThat(costs)
                .extracting(Costs::price)
                .containsExactly(
                        "0.5000 USD",
                        "0.2500 USD and more unpriced",
                        "0.2500 USD and more unpriced",
                        "price unknown",
                        "0.7500 USD",
                        "price unknown");
    }

    private static ExchangeRow row(
            StageId stage, Optional<String> ticket, String model, int prompt, int completion, Optional<Double> usd) {
        return new ExchangeRow(
                "run",
                stage.id() + ticket.orElse("") + model,
                stage,
                ticket,
                1,
                "implement",
                "openai",
                "https://models.example.org/v1",
                model,
                0,
                4096,
                Optional.empty(),
                "0".repeat(64),
                prompt,
                completion,
                usd,
                10,
                "stop",
                1,
                Instant.EPOCH);
    }
}
