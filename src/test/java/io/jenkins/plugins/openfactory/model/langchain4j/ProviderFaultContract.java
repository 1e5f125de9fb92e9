package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.model.ModelFault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider's model must say when there is no reply. */
abstract class ProviderFaultContract extends ProviderFixture {
    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST, false",
        "401, UNAUTHORIZED, false",
        "402, BAD_REQUEST, false",
        "403, UNAUTHORIZED, false",
        "404, NOT_FOUND, false",
        "408, TIMEOUT, true",
        "429, RATE_LIMITED, true",
        "500, SERVER_ERROR, true",
        "503, SERVER_ERROR, true",
        "302, BAD_REPLY, false",
    })
    void shouldTypeEveryHttpErrorAndNameProviderUrlAndMend(int status, ModelFault.Kind kind, boolean retryable) {
        server.answer(status, errorBody("the provider's own\nwords"), Map.of());

        ModelFault fault = fault(model());

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryable()).isEqualTo(retryable);
        assertNamesProviderAndUrl(fault);
        assertThat(fault).hasMessageContaining("HTTP " + status).hasMessageContaining("the provider's own words");
        assertThat(fault.getMessage()).contains("; ").doesNotContain("\n");
        assertThat(server.requests()).as("one call, no hidden retry").hasSize(1);
    }

    @Test
    void shouldTellThatTheConnectionIsRefused() throws IOException {
        String url = "http://127.0.0.1:" + closedPort() + basePath();

        ModelFault fault = fault(new LangchainModel(settings(url, LONG), () -> Optional.of(KEY), CLOCK));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNREACHABLE);
        assertThat(fault.retryable()).isTrue();
        assertThat(fault)
                .hasMessageContaining(provider())
                .hasMessageContaining(url)
                .hasMessageContaining("refuses the connection");
    }

    @Test
    void shouldTellThatTheHostIsUnknown() {
        String url = "http://no-such-host.invalid" + basePath();

        ModelFault fault = fault(new LangchainModel(settings(url, LONG), () -> Optional.of(KEY), CLOCK));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNREACHABLE);
        assertThat(fault.retryable()).isFalse();
        assertThat(fault).hasMessageContaining("'no-such-host.invalid' is unknown");
    }

    @Test
    void shouldTellThatTheServerDoesNotSpeakTls() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(
                    () -> acceptAndAnswer(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
            String url = "https://127.0.0.1:" + socket.getLocalPort() + basePath();

            ModelFault fault = fault(new LangchainModel(settings(url, LONG), () -> Optional.of(KEY), CLOCK));

            assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNREACHABLE);
            assertThat(fault.retryable()).isFalse();
            assertThat(fault).hasMessageContaining("over TLS");
            answered.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldTellThatTheConnectionWasLostBeforeTheReply() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> acceptAndAnswer(socket, ""));
            String url = "http://127.0.0.1:" + socket.getLocalPort() + basePath();

            ModelFault fault = fault(new LangchainModel(settings(url, LONG), () -> Optional.of(KEY), CLOCK));

            assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNREACHABLE);
            assertThat(fault.retryable()).isTrue();
            lost.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveUpOnAHangBeforeOrInsideTheReply(boolean inside) {
        server.hang();
        if (inside) {
            server.hangInTheMiddle(okBody("fine", finishWord("stop"), 1, 1));
        }

        ModelFault fault = fault(model(Duration.ofMillis(400)));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.TIMEOUT);
        assertThat(fault.retryable()).isFalse();
        assertThat(fault).hasMessageContaining("400 ms").hasMessageContaining("timeout");
        assertNamesProviderAndUrl(fault);
    }

    @RepeatedTest(20)
    void shouldTellThatTheReplyWasCutOffByTheConnection() {
        server.answerCutOff(okBody("a reply that is cut off", finishWord("stop"), 1, 1));

        ModelFault fault = fault(model());

        assertThat(fault.kind()).as(stackTrace(fault)).isEqualTo(ModelFault.Kind.BAD_REPLY);
        assertThat(fault.retryable()).isTrue();
        assertNamesProviderAndUrl(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "{}", "[]", "null", "", "<html>hello</html>"})
    void shouldTellThatACompleteReplyIsNotOfTheProtocol(String body) {
        String whole = okBody("a reply that is cut off", finishWord("stop"), 1, 1);
        server.answer(200, body.equals("half") ? whole.substring(0, whole.length() / 2) : body, Map.of());

        ModelFault fault = fault(model());

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.BAD_REPLY);
        assertThat(fault.retryable()).isFalse();
        assertNamesProviderAndUrl(fault);
    }

    @Test
    void shouldReadTheWordsOfAnErrorPage() {
        server.answer(
                503,
                "<html>\n<head><title>Sorry</title><style>p { color: red }</style></head>\n<body><p>Back&nbsp;soon &amp; well</p></body></html>",
                Map.of("Content-Type", "text/html"));

        ModelFault fault = fault(model());

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.SERVER_ERROR);
        assertThat(fault).hasMessageContaining("Sorry Back soon & well");
        assertThat(fault.getMessage())
                .doesNotContain("<")
                .doesNotContain("color")
                .doesNotContain("\n");
    }

    private static void acceptAndAnswer(ServerSocket socket, String answer) {
        try (Socket connection = socket.accept()) {
            assertThat(connection.getInputStream().read()).isNotNegative();
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            connection.shutdownOutput();
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
