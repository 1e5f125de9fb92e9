package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.RetryPolicy;
import io.jenkins.plugins.openfactory.model.RetryingModel;
import io.jenkins.plugins.openfactory.model.langchain4j.ProviderServer.Asked;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider must do, against a server that speaks the provider's own protocol. */
@Timeout(30)
abstract class ProviderContract {
    static final String KEY = "k3y-0123456789";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final ProviderServer server = new ProviderServer();
    private final List<Duration> pauses = new ArrayList<>();

    abstract String provider();

    /** What follows the server's address in the base URL that a user gives. */
    abstract String basePath();

    /** A reply of the provider; without usage where the counts are negative. */
    abstract String okBody(String text, String providersFinish, int promptTokens, int completionTokens);

    /** The provider's own words for stop and length. */
    abstract String finishWord(String ours);

    /** An error document of the provider. */
    abstract String errorBody(String message);

    /** Checks the path, the key's header and the body of a request for {@link #question()}. */
    abstract void assertProtocol(Asked asked, Optional<String> key, int maxTokens);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldReturnTheReplyWithItsUsage() {
        server.answer(200, okBody("Grüße, 世界 \"quoted\"\n", finishWord("stop"), 120, 30), Map.of());

        ModelReply reply = model().chat(question(), new CancelToken());

        assertThat(reply.text()).isEqualTo("Grüße, 世界 \"quoted\"\n");
        assertThat(reply.promptTokens()).isEqualTo(120);
        assertThat(reply.completionTokens()).isEqualTo(30);
        assertThat(reply.usageEstimated()).isFalse();
        assertThat(reply.finishReason()).isEqualTo("stop");
        assertThat(reply.tries()).isEqualTo(1);
        assertThat(reply.latency()).isPositive();
        assertProtocol(server.only(), Optional.of(KEY), 4096);
    }

    @Test
    void shouldTakeABaseUrlWithATrailingSlash() {
        server.answer(200, okBody("fine", finishWord("stop"), 1, 1), Map.of());

        new LangchainModel(settings(server.url() + basePath() + "/", LONG), () -> Optional.of(KEY), CLOCK)
                .chat(question(), new CancelToken());

        assertProtocol(server.only(), Optional.of(KEY), 4096);
    }

    @Test
    void shouldTellThatTheReplyHitItsBound() {
        server.answer(200, okBody("half a rep", finishWord("length"), 10, 4096), Map.of());

        assertThat(model().chat(question(), new CancelToken()).finishReason()).isEqualTo("length");
    }

    @Test
    void shouldCallAnUnknownFinishReasonOther() {
        server.answer(200, okBody("text", "something_new", 10, 5), Map.of());

        assertThat(model().chat(question(), new CancelToken()).finishReason()).isEqualTo("other");
    }

    @Test
    void shouldEstimateAndFlagUsageThatTheProviderDoesNotGive() {
        server.answer(200, okBody("12345678", finishWord("stop"), -1, -1), Map.of());

        ModelReply reply = model().chat(question(), new CancelToken());

        assertThat(reply.usageEstimated()).isTrue();
        assertThat(reply.completionTokens()).isEqualTo(2);
        assertThat(reply.promptTokens()).isPositive();
    }

    @Test
    void shouldReturnAnEmptyReplyAsEmptyText() {
        server.answer(200, okBody("", finishWord("stop"), 10, 1), Map.of());

        assertThat(model().chat(question(), new CancelToken()).text()).isEmpty();
    }

    @Test
    void shouldSendAnEmptyMessageAsWords() {
        server.answer(200, okBody("again", finishWord("stop"), 10, 1), Map.of());
        ModelRequest repair = new ModelRequest(
                Purpose.SPEC,
                Optional.empty(),
                2,
                List.of(Message.user("q"), Message.assistant(""), Message.user("?")));

        assertThat(model().chat(repair, new CancelToken()).text()).isEqualTo("again");
        assertThat(server.only().body().toString()).contains("(nothing)");
    }

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
    void shouldHonourRetryAfterInSeconds() {
        server.answer(429, errorBody("slow down"), Map.of("Retry-After", "7"));

        ModelFault fault = faultOf(() -> retrying().chat(question(), new CancelToken()));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.RATE_LIMITED);
        assertThat(fault).hasMessageEndingWith("Tried 3 times.");
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldHonourRetryAfterAsADate() {
        server.answer(503, errorBody("down"), Map.of("Retry-After", "Thu, 5 Nov 2026 12:00:20 GMT"));

        faultOf(() -> retrying().chat(question(), new CancelToken()));

        assertThat(pauses).containsOnly(Duration.ofSeconds(20));
    }

    @Test
    void shouldCapRetryAfter() {
        server.answer(429, errorBody("come back tomorrow"), Map.of("Retry-After", "86400"));

        faultOf(() -> retrying().chat(question(), new CancelToken()));

        assertThat(pauses).containsOnly(Duration.ofSeconds(60));
    }

    @Test
    void shouldSucceedAfterAPassingErrorAndCountItsTries() {
        AtomicInteger calls = new AtomicInteger();
        ProviderServer.Answer[] answers = new ProviderServer.Answer[2];
        server.answer(500, errorBody("oops"), Map.of());
        answers[0] = server.answer();
        server.answer(200, okBody("fine", finishWord("stop"), 1, 1), Map.of());
        answers[1] = server.answer();
        server.answer(exchange -> answers[calls.getAndIncrement() == 0 ? 0 : 1].to(exchange));

        ModelReply reply = retrying().chat(question(), new CancelToken());

        assertThat(reply.text()).isEqualTo("fine");
        assertThat(reply.tries()).isEqualTo(2);
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
    void shouldStopACallInFlightWithinASecondOfTheCancel() throws Exception {
        server.hang();
        CancelToken cancel = new CancelToken();
        CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(Throwable.class, () -> model().chat(question(), cancel)));
        server.awaitRequest();

        cancel.cancel();

        assertThat(ended.get(1, TimeUnit.SECONDS)).isInstanceOf(RunCancelledException.class);
    }

    @Test
    void shouldNotAskAtAllOnceCancelled() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();

        assertThat(catchThrowableOfType(RunCancelledException.class, () -> model().chat(question(), cancel)))
                .isNotNull();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldPingWithATinyCall() {
        server.answer(200, okBody("ok", finishWord("length"), 12, 1), Map.of());

        ModelReply reply = retrying().ping(new CancelToken());

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(server.only().body().toString().length()).isLessThan(500);
        assertThat(server.only().body().findValuesAsText("max_tokens").contains("16")
                        || server.only().body().at("/options/num_predict").asInt() == 16)
                .isTrue();
    }

    @Test
    void shouldNotRetryAPing() {
        server.answer(503, errorBody("down"), Map.of());

        assertThat(faultOf(() -> retrying().ping(new CancelToken())).kind()).isEqualTo(ModelFault.Kind.SERVER_ERROR);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldAskForTheKeyAtEachCall() {
        server.answer(200, okBody("ok", finishWord("stop"), 12, 1), Map.of());
        List<String> keys = List.of("first-key", " second-key\n");
        AtomicInteger asked = new AtomicInteger();
        ModelPort model = new LangchainModel(
                settings(server.url() + basePath(), LONG), () -> Optional.of(keys.get(asked.getAndIncrement())), CLOCK);

        model.chat(question(), new CancelToken());
        model.chat(question(), new CancelToken());

        assertProtocol(server.requests().get(0), Optional.of("first-key"), 4096);
        assertProtocol(server.requests().get(1), Optional.of("second-key"), 4096);
    }

    @Test
    void shouldKeepTheKeyOutOfTheFault() {
        server.answer(401, errorBody("the key " + KEY + " is wrong"), Map.of());

        ModelFault fault = fault(model());

        assertThat(fault).hasMessageContaining("the key **** is wrong").hasStackTraceContaining("HTTP 401");
        assertThat(stackTrace(fault)).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "schlüssel"})
    void shouldRefuseAKeyThatCannotStandInAHeaderWithoutShowingIt(String key) {
        ModelFault fault =
                fault(new LangchainModel(settings(server.url() + basePath(), LONG), () -> Optional.of(key), CLOCK));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.UNAUTHORIZED);
        assertThat(server.requests()).isEmpty();
        if (!key.isEmpty()) {
            assertThat(stackTrace(fault)).doesNotContain(key);
        }
    }

    ModelPort model() {
        return model(LONG);
    }

    private ModelPort model(Duration timeout) {
        return new LangchainModel(settings(server.url() + basePath(), timeout), () -> Optional.of(KEY), CLOCK);
    }

    private ModelPort retrying() {
        return new RetryingModel(model(), RetryPolicy.defaults(), new Random(1), (pause, cancel) -> pauses.add(pause));
    }

    ModelSettings settings(String baseUrl, Duration timeout) {
        return new ModelSettings(
                provider(),
                baseUrl,
                "test-model",
                0.25,
                4096,
                Optional.of(42),
                timeout,
                Optional.empty(),
                Optional.empty());
    }

    static ModelRequest question() {
        return new ModelRequest(
                Purpose.IMPLEMENT,
                Optional.of("0001"),
                1,
                List.of(Message.system("Be brief."), Message.user("What is 6 × 7?")));
    }

    static ModelFault fault(ModelPort model) {
        return faultOf(() -> model.chat(question(), new CancelToken()));
    }

    private static ModelFault faultOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ModelFault fault = catchThrowableOfType(ModelFault.class, call);
        assertThat(fault).isNotNull();
        return fault;
    }

    private void assertNamesProviderAndUrl(ModelFault fault) {
        assertThat(fault).hasMessageContaining(provider()).hasMessageContaining(server.url() + basePath());
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

    private static String stackTrace(Throwable fault) {
        java.io.StringWriter text = new java.io.StringWriter();
        fault.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
