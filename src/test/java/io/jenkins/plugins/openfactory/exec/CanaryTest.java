package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private final Canary canary = Canary.of("run-1", "0123456789abcdef0123456789abcdef");

    @Test
    void shouldFollowFromTheRunsIds() {
        assertThat(Canary.of("run-1", "0123456789abcdef0123456789abcdef").value())
                .isEqualTo(canary.value());
        assertThat(Canary.of("run-2", "0123456789abcdef0123456789abcdef").value())
                .isNotEqualTo(canary.value());
        assertThat(canary.value()).matches("oft_[0-9a-f]{40}");
    }

    @Test
    void shouldBeFoundInItsEncodings() {
        byte[] bytes = canary.value().getBytes(StandardCharsets.UTF_8);

        assertThat(canary.isIn("x" + canary.value() + "y")).isTrue();
        assertThat(canary.isIn(
                        Base64.getEncoder().encode(("ab" + canary.value() + "c").getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(canary.isIn(HexFormat.of().formatHex(bytes))).isTrue();
        assertThat(canary.isIn(canary.file())).isTrue();
        assertThat(canary.isIn(canary.value().substring(0, 30))).isFalse();
        assertThat(canary.isIn("nothing of the kind")).isFalse();
    }

    @Test
    void shouldBeTakenOutOfAStreamAndToldOnce() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (OutputStream out = canary.watch(kept, seen::incrementAndGet)) {
            for (byte one : ("a " + canary.value() + " b " + canary.value()).getBytes(StandardCharsets.UTF_8)) {
                out.write(one);
            }
        }

        assertThat(kept.toString(StandardCharsets.UTF_8)).isEqualTo("a **** b ****");
        assertThat(seen).hasValue(1);
    }
}
