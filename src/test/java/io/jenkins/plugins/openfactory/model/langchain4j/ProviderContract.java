package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider must do, against a server that speaks the provider's own protocol. */
abstract class ProviderContract extends ProviderFaultContract {
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
    void shouldShareItsThreadsWithEveryOtherModel() {
        server.answer(200, okBody("fine", finishWord("stop"), 1, 1), Map.of());
        model().chat(question(), new CancelToken());
        long before = httpThreads();
        for (int i = 0; i < 10; i++) {
            server.answer(200, okBody("fine", finishWord("stop"), 1, 1), Map.of());
            model().chat(question(), new CancelToken());
        }
        assertThat(httpThreads()).isLessThanOrEqualTo(before);
    }

    private static long httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }

    @Test
    void shouldTakeABaseUrlWithATrailingSlash() {
        server.answer(200, okBody("fine", finishWord("stop"), 1, 1), Map.of());

        new LangchainModel(settings(server.url() + basePath() + "/", LONG), () -> Optional.of(KEY), CLOCK)
                .chat(question(), new CancelToken());

        assertProtocol(server.only(), Optional.of(KEY), 4096);
    }

    @Test
    void shouldTakeAReplyThatIsStreamedThoughNobodyAsked() {
        server.answer(200, String.join("", streamed(List.of("Grüße, ", "", "Welt\n"), finishWord("length"))), Map.of());

        ModelReply reply = model().chat(question(), new CancelToken());

        assertThat(reply.text()).isEqualTo("Grüße, Welt\n");
        assertThat(reply.finishReason()).isEqualTo("length");
        assertThat(reply.promptTokens()).isEqualTo(12);
        assertThat(reply.completionTokens()).isEqualTo(3);
        assertThat(server.only().body().path("stream").asBoolean()).isFalse();
    }

    @Test
    void shouldTellThatAStreamedReplyEndsTooEarly() {
        List<String> events = streamed(List.of("Grüße, ", "Welt"), finishWord("stop"));
        server.answer(200, String.join("", events.subList(0, 3)), Map.of());

        ModelFault fault = faultOf(() -> model().chat(question(), new CancelToken()));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.BAD_REPLY);
        assertThat(fault.retryable()).isTrue();
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
    void shouldReturnAReplyWithoutWordsAsEmptyText() {
        for (String body : wordlessBodies()) {
            server.answer(200, body, Map.of());

            ModelReply reply = model().chat(question(), new CancelToken());

            assertThat(reply.text()).as(body).isEmpty();
            assertThat(reply.finishReason()).as(body).isNotEmpty();
        }
    }

    @Test
    void shouldLeaveThoughtsOutOfTheText() {
        server.answer(200, thoughtfulBody("let me see", "42"), Map.of());

        assertThat(model().chat(question(), new CancelToken()).text()).isEqualTo("42");
    }

    @Test
    void shouldTakeAReplyWhoseContentTypeIsWrong() {
        server.answer(200, okBody("42", finishWord("stop"), 10, 1), Map.of("Content-Type", "text/html"));

        assertThat(model().chat(question(), new CancelToken()).text()).isEqualTo("42");
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
}
