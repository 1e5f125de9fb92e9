package io.jenkins.plugins.openfactory.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void shouldSayTimesAsPeopleDo() {
        assertThat(Words.time(Duration.ofMillis(850))).isEqualTo("850 ms");
        assertThat(Words.time(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
        assertThat(Words.time(Duration.ofSeconds(192))).isEqualTo("3 min 12 s");
        assertThat(Words.time(Duration.ofMinutes(64))).isEqualTo("1 h 4 min");
        assertThat(Words.time(Duration.ofHours(2))).isEqualTo("2 h");
    }

    @Test
    void shouldSayNumbersAndSizes() {
        assertThat(Words.count(1, "fix")).isEqualTo("1 fix");
        assertThat(Words.count(2, "fix")).isEqualTo("2 fixes");
        assertThat(Words.count(12_345, "token")).isEqualTo("12,345 tokens");
        assertThat(Words.bytes(1500)).isEqualTo("1.5 kB");
        assertThat(Words.usd(0.0123)).isEqualTo("$0.0123");
        assertThat(Words.usd(1234.5)).isEqualTo("$1,234.50");
        assertThat(Words.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    }

    @Test
    void shouldLinkWebAddressesAlone() {
        assertThat(Md.address("https://example.org/pull/1")).isEqualTo("<https://example.org/pull/1>");
        assertThat(Md.address("javascript:alert(1)")).isEqualTo("`javascript:alert(1)`");
        assertThat(Md.artifact("a b/c#d?e%(1).log")).endsWith("(a%20b/c%23d%3Fe%25%281%29.log)");
    }
}
