package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskerTest {
    private static final String SECRET = "p@ss/w+rd's \"42\"é";

    private final SecretMasker masker = new SecretMasker();

    @BeforeEach
    void register() {
        masker.register(SECRET);
    }

    @Test
    void shouldMaskThePlainText() {
        assertThat(masker.mask("key=" + SECRET + ";")).isEqualTo("key=****;");
    }

    @Test
    void shouldLeaveOtherTextAlone() {
        assertThat(masker.mask("nothing here")).isEqualTo("nothing here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "user:", "Bearer "})
    void shouldMaskBase64AtEveryAlignment(String before) {
        byte[] text = (before + SECRET).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            String encoded = encoder.encodeToString(text);
            String masked = masker.mask(encoded);
            assertThat(masked).endsWith("****").hasSizeLessThan(before.length() * 4 / 3 + 7);
            assertThat(masker.mask(encoder.encodeToString((before + SECRET + "tail").getBytes(StandardCharsets.UTF_8))))
                    .contains("****");
        }
    }

    @Test
    void shouldMaskPercentEncodings() {
        String form = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        assertThat(masker.mask(form)).isEqualTo("****");
        assertThat(masker.mask(form.replace("+", "%20"))).isEqualTo("****");
        assertThat(masker.mask("p%40ss%2fw%2brd%27s+%2242%22%c3%a9")).isEqualTo("****");
    }

    @Test
    void shouldMaskJsonShellAndHexForms() {
        assertThat(masker.mask("\"p@ss/w+rd's \\\"42\\\"\\u00e9\"")).isEqualTo("\"****\"");
        assertThat(masker.mask("\"p@ss\\/w+rd's \\\"42\\\"\\u00E9\"")).isEqualTo("\"****\"");
        assertThat(masker.mask("'p@ss/w+rd'\\''s \"42\"é'")).isEqualTo("'****'");
        assertThat(masker.mask("p@ss/w+rd\\'s\\ \\\"42\\\"é")).isEqualTo("****");
        assertThat(masker.mask("$'p@ss/w+rd\\'s \"42\"\\303\\251'")).isEqualTo("$'****'");
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        assertThat(masker.mask(HexFormat.of().formatHex(bytes))).isEqualTo("****");
        assertThat(masker.mask(HexFormat.of().withUpperCase().formatHex(bytes))).isEqualTo("****");
    }

    @Test
    void shouldMaskTheLinesOfASecretOfSeveralLines() {
        masker.register("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n");

        assertThat(masker.mask("x MIIEvQIBADANBgkq y hkiG9w0BAQEFAASC -----END KEY-----"))
                .isEqualTo("x **** y **** -----END KEY-----");
    }

    @Test
    void shouldRefuseValuesThatWouldMaskEverything() {
        masker.register("abc");
        masker.register("");

        assertThat(masker.mask("abcabc")).isEqualTo("abcabc");
    }

    @Test
    void shouldMergeOverlappingSecretsIntoOneMask() {
        masker.register("abcdef");
        masker.register("defghi");

        assertThat(masker.mask("-abcdefghi-")).isEqualTo("-****-");
    }

    @Test
    void shouldHoldBackNoMoreThanWhatMayBeASecret() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = masker.mask(out)) {
            stream.write("hello world\n".getBytes(StandardCharsets.UTF_8));
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello wor");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello world\n");
    }
}
