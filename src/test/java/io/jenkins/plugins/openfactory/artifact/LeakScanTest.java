package io.jenkins.plugins.openfactory.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are put together here so that no scanner takes this file for a leak. */
class LeakScanTest {
    private static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @TempDir
    Path folder;

    static Stream<Arguments> tokens() {
        String jwt = url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + url("{\"sub\":\"service\",\"exp\":1}") + "."
                + random(43);
        return Stream.of(
                Arguments.of("github-token", "ghp_" + random(36)),
                Arguments.of("github-token", "ghs_" + random(36)),
                Arguments.of("github-token", "github_pat_" + random(22) + "_" + random(59)),
                Arguments.of("gitlab-token", "glpat-" + random(20)),
                Arguments.of("aws-access-key", "AKIA" + random(16).toUpperCase(java.util.Locale.ROOT)),
                Arguments.of("aws-secret-key", "aws_secret_access_key = " + random(40)),
                Arguments.of("aws-secret-key", "\"awsSecretKey\": \"" + random(40) + "\""),
                Arguments.of("google-api-key", "AIza" + random(35)),
                Arguments.of("google-oauth-secret", "GOCSPX-" + random(28)),
                Arguments.of("slack-token", "xoxb-" + "123456789012-123456789012-" + random(24)),
                Arguments.of(
                        "slack-webhook", "https://hooks.slack.com/services/" + "T12345678/B12345678/" + random(24)),
                Arguments.of("stripe-key", "sk_live_" + random(24)),
                Arguments.of("stripe-key", "rk_test_" + random(24)),
                Arguments.of("npm-token", "npm_" + random(36)),
                Arguments.of("pypi-token", "pypi-" + "AgEIcHlwaS5vcmc" + random(60)),
                Arguments.of("json-web-token", jwt),
                Arguments.of("private-key", "-----BEGIN " + "RSA PRIVATE KEY-----\n" + random(64) + "\n"),
                Arguments.of("private-key", "\"-----BEGIN " + "PRIVATE KEY-----\\n" + random(64) + "\\n\""),
                Arguments.of(
                        "private-key",
                        "-----BEGIN " + "EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
                                + random(64)),
                Arguments.of("private-key", "-----BEGIN " + "OPENSSH PRIVATE KEY-----\r\n" + random(70)),
                Arguments.of("password-in-url", "https://deploy:" + "hunter2hunter" + "@git.acme.org/x.git"),
                Arguments.of("password-in-url", "postgres://app:" + "S3cr!t-4u" + "@db:5432/app"),
                Arguments.of("azure-storage-key", "AccountName=a;AccountKey=" + random(86) + "=="),
                Arguments.of("azure-client-secret", random(3) + "8Q~" + random(34)),
                Arguments.of("openai-key", "sk-proj-" + random(48)),
                Arguments.of("openai-key", "sk-" + random(48)),
                Arguments.of("anthropic-key", "sk-ant-api03-" + random(93)));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void shouldFindEachKindOfTokenAndNotShowIt(String kind, String token) {
        for (String around : List.of("%s", "first line\nsecond: '%s'\n", "{\"k\":\"v\",\"t\":\"%s\"}", "X=%s;")) {
            List<LeakScan.Finding> found = scan(around.formatted(token));
            assertThat(found).extracting(LeakScan.Finding::kind).containsExactly(kind);
            assertThat(found.get(0).line()).isEqualTo(around.startsWith("first") ? 2 : 1);
            String end = token.substring(token.length() - 20);
            for (int i = 0; i + 5 <= end.length(); i++) {
                assertThat(found.get(0).toString()).doesNotContain(end.substring(i, i + 5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "ghp_****",
                "glpat-XXXXXXXXXXXXXXXXXXXX",
                "sk-your-key-goes-here-and-nowhere-else-please",
                "sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xoxb-your-token-goes-here-0000",
                "sk_live_0000000000000000000000000",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2"
                        + "MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
                "-----BEGIN PRIVATE KEY-----",
                "if (text.startsWith(\"-----BEGIN RSA PRIVATE KEY-----\")) { parse(text); }",
                "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ",
                "https://user:password@host/path",
                "https://user:${TOKEN}@host/path",
                "https://user:****@host/path",
                "https://user:%s@host",
                "http://localhost:8080/a@b",
                "git@github.com:owner/name.git and https://github.com/owner/name",
                "see http://a.b/c: mail me@example.org",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "commit 0f1e2d3c4b5a69788796a5b4c3d2e1f000112233",
                "data-task-list-item sk-button-group-with-a-long-class-name",
                "task-0001 risk-assessment disk-usage-report-for-the-last-quarter"
            })
    void shouldLetPlaceholdersAndHarmlessTextsPass(String text) {
        assertThat(scan(text)).isEmpty();
    }

    @Test
    void shouldFindRegisteredSecretsInTheirEncodings() {
        String secret = "pässword #1";
        String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        LeakScan scan = new LeakScan(List.of(secret, base64, "abc", ""));
        List<LeakScan.Finding> found =
                scan.scan("log.txt", bytes("abc abc\nx" + secret + "y\n\n" + base64 + " " + secret));
        assertThat(found).extracting(LeakScan.Finding::line).containsExactly(2, 4, 4);
        assertThat(found).extracting(LeakScan.Finding::kind).containsOnly("registered-secret");
        assertThat(found.get(0)).hasToString("log.txt:2: registered-secret **** (12 characters)");
    }

    @Test
    void shouldTellARegisteredTokenOnceAndAsRegistered() {
        String token = "ghp_" + random(36);
        assertThat(new LeakScan(List.of(token)).scan("f", bytes(token)))
                .extracting(LeakScan.Finding::kind)
                .containsExactly("registered-secret");
    }

    @Test
    void shouldScanEveryArtifactOfAStore() throws Exception {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("a"));
        store.put("clean.md", bytes("nothing here"));
        store.put("d/leak.log", bytes("line\ntoken ghp_" + random(36)));
        assertThat(new LeakScan(List.of()).scan(store))
                .extracting(LeakScan.Finding::path)
                .containsExactly("d/leak.log");
    }

    /** Against a search that tries every secret at every place. */
    @Property(tries = 200, seed = "1")
    void shouldFindWhatANaiveSearchFinds(
            @ForAll @Size(max = 4) List<@IntRange(max = 3) Integer> lengths,
            @ForAll @Size(max = 300) List<@IntRange(max = 2) Integer> letters) {
        String text = letters.stream().map(i -> "ab\n".substring(i, i + 1)).reduce("", String::concat);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            secrets.add("abba".repeat(2).substring(i, i + 4 + lengths.get(i) % 2) + "a".repeat(lengths.get(i)));
        }
        List<Integer> expected = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int start = at;
            int longest = secrets.stream()
                    .filter(secret -> text.startsWith(secret, start))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > 0) {
                expected.add((int) text.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1);
            }
            at += Math.max(1, longest);
        }
        assertThat(new LeakScan(secrets).scan("f", bytes(text)))
                .extracting(LeakScan.Finding::line)
                .isEqualTo(expected);
    }

    @Test
    void shouldPassOverALargeHarmlessFileWithoutFinding() {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        while (text.length() < 2_000_000) {
            text.append("https://host:")
                    .append(random.nextInt(65536))
                    .append("/eyJ sk- AKIA ")
                    .append(text.length() % 97);
            text.append(random.nextInt(9) == 0 ? "\n" : " ");
        }
        assertThat(scan(text.toString())).isEmpty();
    }

    private static List<LeakScan.Finding> scan(String text) {
        return new LeakScan(List.of()).scan("f", bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    /** Random letters, the same on every run. */
    private static String random(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALNUM.charAt(random.nextInt(ALNUM.length())));
        }
        return text.toString();
    }
}
