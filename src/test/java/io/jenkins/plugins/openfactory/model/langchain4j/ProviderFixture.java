package io.jenkins.plugins.openfactory.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.model.ModelFault;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.RetryPolicy;
import io.jenkins.plugins.openfactory.model.RetryingModel;
import io.jenkins.plugins.openfactory.model.langchain4j.ProviderServer.Asked;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A provider's protocol, a server that speaks it, and a model that asks the server. */
@Timeout(30)
abstract class ProviderFixture {
    static final String KEY = "k3y-0123456789";
    static final Duration LONG = Duration.ofSeconds(20);
    static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final ProviderServer server = new ProviderServer();
    final List<Duration> pauses = new ArrayList<>();

    abstract String provider();

    /** What follows the server's address in the base URL that a user gives. */
    abstract String basePath();

    /** A reply of the provider; without usage where the counts are negative. */
    /** The events or lines of a streamed reply of 12 prompt and 3 completion tokens; more than three of them. */
    abstract java.util.List<String> streamed(java.util.List<String> parts, String finish);

    abstract String okBody(String text, String providersFinish, int promptTokens, int completionTokens);

    /** The provider's own words for stop and length. */
    abstract String finishWord(String ours);

    /** An error document of the provider. */
    abstract String errorBody(String message);

    /** Whole replies of the protocol that hold no text: nothing at all, or a call of a tool that nobody offered. */
    abstract java.util.List<String> wordlessBodies();

    /** A reply of which the model's thoughts are a part of their own. */
    abstract String thoughtfulBody(String thought, String text);

    /** Checks the path, the key's header and the body of a request for {@link #question()}. */
    abstract void assertProtocol(Asked asked, Optional<String> key, int maxTokens);

    @AfterEach
    void stop() {
        server.close();
    }

    ModelPort model() {
        return model(LONG);
    }

    ModelPort model(Duration timeout) {
        return new LangchainModel(settings(server.url() + basePath(), timeout), () -> Optional.of(KEY), CLOCK);
    }

    ModelPort retrying() {
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

    static ModelFault faultOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ModelFault fault = catchThrowableOfType(ModelFault.class, call);
        assertThat(fault).isNotNull();
        return fault;
    }

    void assertNamesProviderAndUrl(ModelFault fault) {
        assertThat(fault).hasMessageContaining(provider()).hasMessageContaining(server.url() + basePath());
    }

    static String stackTrace(Throwable fault) {
        java.io.StringWriter text = new java.io.StringWriter();
        fault.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
