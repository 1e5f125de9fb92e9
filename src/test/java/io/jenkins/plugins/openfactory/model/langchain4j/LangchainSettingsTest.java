package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.run.UserError;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LangchainSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            cohere | http://localhost:1/v1      | m  | 0   | 10 | 5  | 'cohere' is unknown
            openai | localhost:8080             | m  | 0   | 10 | 5  | 'localhost:8080' is no http or https URL
            openai | ftp://localhost/           | m  | 0   | 10 | 5  | 'ftp://localhost/' is no http or https URL
            openai | http://                    | m  | 0   | 10 | 5  | 'http://' is no URL
            openai | http://local host/         | m  | 0   | 10 | 5  | is no URL
            openai | http://localhost:1/v1      | ~ ~| 0   | 10 | 5  | model id is empty
            openai | http://localhost:1/v1      | m  | 2.5 | 10 | 5  | temperature 2.5
            openai | http://localhost:1/v1      | m  | -1  | 10 | 5  | temperature -1.0
            openai | http://localhost:1/v1      | m  | NaN | 10 | 5  | temperature NaN
            openai | http://localhost:1/v1      | m  | 0   | 0  | 5  | bound of 0 tokens
            openai | http://localhost:1/v1      | m  | 0   | 10 | 0  | timeout of PT0S
            openai | http://localhost:1/v1?a=b  | m  | 0   | 10 | 5  | on the host 'localhost' holds
            """)
    void shouldRefuseSettingsWithWhichNoCallCanBeMade(
            String provider, String url, String model, double temperature, int maxTokens, int seconds, String said) {
        assertThatThrownBy(() -> model(provider, url, model, temperature, maxTokens, seconds))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(said);
    }

    @Test
    void shouldRefuseAUserInTheUrlWithoutShowingItsPassword() {
        assertThatThrownBy(() -> model("openai", "http://me:pass@localhost/v1", "m", 0, 10, 5))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds a user")
                .hasMessageNotContaining("pass");
    }

    private static LangchainModel model(
            String provider, String url, String model, double temperature, int maxTokens, int seconds) {
        return new LangchainModel(
                new ModelSettings(
                        provider,
                        url,
                        model,
                        temperature,
                        maxTokens,
                        Optional.empty(),
                        Duration.ofSeconds(seconds),
                        Optional.empty(),
                        Optional.empty()),
                Optional::empty,
                Clock.systemUTC());
    }
}
