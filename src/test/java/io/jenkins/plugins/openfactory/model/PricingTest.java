package io.jenkins.plugins.openfactory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final ModelRequest REQUEST = new ModelRequest(
            Purpose.SPEC, Optional.empty(), 1, List.of(Message.system("x".repeat(30)), Message.user("y".repeat(31))));

    @Test
    void shouldPriceTokensByTheMillion() {
        assertThat(Pricing.usd(settings(3.0, 15.0), 1_000_000, 100_000).orElseThrow())
                .isCloseTo(4.5, within(1e-9));
        assertThat(Pricing.usd(settings(3.0, 15.0), FakeModel.reply("x")).orElseThrow())
                .isCloseTo((12 * 3.0 + 3 * 15.0) / 1e6, within(1e-12));
    }

    @Test
    void shouldNotKnowThePriceWhereOneIsMissing() {
        assertThat(Pricing.usd(settings(3.0, null), 10, 10)).isEmpty();
        assertThat(Pricing.usd(settings(null, 15.0), 10, 10)).isEmpty();
        assertThat(Pricing.usd(settings(null, null), 0, 0)).contains(0.0);
        assertThat(Pricing.worstCaseUsd(settings(null, 15.0), REQUEST)).isEmpty();
    }

    @Test
    void shouldReserveTheUpperEstimateOfThePromptAndAFullReply() {
        int prompt = 10 + 11 + 2 * 8;

        assertThat(Tokens.upperEstimate(REQUEST)).isEqualTo(prompt);
        assertThat(Pricing.worstCaseTokens(settings(3.0, 15.0), REQUEST)).isEqualTo(prompt + 1000);
        assertThat(Pricing.worstCaseUsd(settings(3.0, 15.0), REQUEST).orElseThrow())
                .isCloseTo((prompt * 3.0 + 1000 * 15.0) / 1e6, within(1e-12));
    }

    @Test
    void shouldEstimateAQuarterOfTheCharacters() {
        assertThat(Tokens.estimate("")).isZero();
        assertThat(Tokens.estimate("1234")).isEqualTo(1);
        assertThat(Tokens.estimate("12345")).isEqualTo(2);
        assertThat(Tokens.estimate(REQUEST)).isEqualTo(8 + 8);
    }

    private static ModelSettings settings(Double prompt, Double completion) {
        return new ModelSettings(
                "openai",
                "http://localhost:1",
                "m",
                0,
                1000,
                Optional.empty(),
                Duration.ofSeconds(1),
                Optional.ofNullable(prompt),
                Optional.ofNullable(completion));
    }
}
