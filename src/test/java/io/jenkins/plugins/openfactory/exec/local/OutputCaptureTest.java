package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCaptureTest {
    private static OutputCapture capture(int limit, String text, int chunk) {
        OutputCapture capture = new OutputCapture(limit);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += chunk) {
            capture.write(bytes, at, Math.min(chunk, bytes.length - at));
        }
        return capture;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void shouldKeepWhatFits(int chunk) {
        OutputCapture capture = capture(10, "0123456789", chunk);

        assertThat(capture.text()).isEqualTo("0123456789");
        assertThat(capture.truncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void shouldCutInTheMiddle(int chunk) {
        OutputCapture capture = capture(10, "0123456789abcdefghij", chunk);

        assertThat(capture.text()).isEqualTo("01234\n[10 bytes dropped]\nfghij");
        assertThat(capture.truncated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 10, 12, 14, 16, 18, 20})
    void shouldCutNoCharacterInTwo(int limit) {
        String text = "aé€𝄞".repeat(20);

        String kept = capture(limit, text, 3).text();

        String[] parts = kept.split("\n\\[[0-9]+ bytes dropped\\]\n", -1);
        assertThat(parts).hasSize(2);
        assertThat(kept).doesNotContain("\uFFFD");
        assertThat(text).startsWith(parts[0]).endsWith(parts[1]);
        int dropped = Integer.parseInt(kept.replaceAll("(?s).*\\[([0-9]+) bytes dropped\\].*", "$1"));
        assertThat(dropped + (parts[0] + parts[1]).getBytes(StandardCharsets.UTF_8).length)
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(new OutputCapture(10).text()).isEmpty();
    }
}
