package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The reply holds no JSON. | the reply holds no JSON",
                "A key stands twice. | a key stands twice",
                "It is | it is",
                "/tickets: must be a list | /tickets: must be a list",
                "HealthTest failed. | HealthTest failed",
                "Thermometer is no word | Thermometer is no word",
                "JSON ends early | JSON ends early",
                "A-B-A-B | A-B-A-B",
                "'' | ''"
            })
    void shouldMakeASentenceAPartOfAnother(String sentence, String part) {
        assertThat(Phrases.inner(sentence)).isEqualTo(part);
    }
}
