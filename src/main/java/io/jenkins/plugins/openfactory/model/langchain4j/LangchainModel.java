package io.jenkins.plugins.openfactory.model.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.Tokens;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.UserError;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A model over HTTP: an OpenAI-compatible server, Anthropic or Ollama, through langchain4j. One HTTP call per request,
 * without any retry; wrap it in a {@link io.jenkins.plugins.openfactory.model.RetryingModel}. Safe for any thread.
 */
public final class LangchainModel implements ModelPort {
    /** A little less than the ten seconds that a ping may take, which leaves time to say so. */
    private static final Duration SOON = Duration.ofSeconds(9);

    private static final int PING_TOKENS = 16;
    private static final String NOTHING = "(nothing)";

    /**
     * By how long each waits for a connection, of which there are a handful: a client has a thread and open files of its
     * own, which Java 17 keeps for twenty minutes after the last call.
     */
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final ModelSettings settings;
    private final Supplier<Optional<String>> key;
    private final Faults faults;
    private final HttpClient http;

    /**
     * @param key the provider's key, asked for at each call and never kept
     * @param clock tells how long a Retry-After that is a date means
     * @throws UserError for settings with which no call can be made
     */
    public LangchainModel(ModelSettings settings, Supplier<Optional<String>> key, Clock clock) {
        Providers.check(settings);
        this.settings = settings;
        this.key = key;
        this.faults = new Faults(settings, clock);
        this.http = CLIENTS.computeIfAbsent(shorter(SOON, settings.timeout()), LangchainModel::client);
    }

    /** HTTP/1.1, because plain servers choke on the upgrade to HTTP/2. A redirect would take the key to another host. */
    private static HttpClient client(Duration connect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
    }

    @Override
    public ModelSettings settings() {
        return settings;
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        return ask(request, settings.maxTokens(), settings.timeout(), cancel);
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return ask(
                ModelRequest.ping(),
                Math.min(PING_TOKENS, settings.maxTokens()),
                shorter(SOON, settings.timeout()),
                cancel);
    }

    private ModelReply ask(ModelRequest request, int maxTokens, Duration timeout, CancelToken cancel) {
        cancel.throwIfCancelled();
        Optional<String> secret = secret();
        HttpCall call = new HttpCall(http, timeout, cancel);
        ChatModel client = Providers.client(settings, secret, Tokens.upperEstimate(request), maxTokens, call);
        ChatRequest question = ChatRequest.builder().messages(messages(request)).build();
        long start = System.nanoTime();
        try {
            return reply(request, client.chat(question), since(start));
        } catch (ContentFilteredException e) {
            return reply(request, e.getMessage(), Optional.empty(), "content_filter", since(start));
        } catch (RuntimeException e) {
            CallFailure failure = call.failure().orElseThrow(() -> faults.badReply(e));
            if (failure.kind() == CallFailure.Kind.CANCELLED) {
                throw new RunCancelledException();
            }
            throw faults.of(failure, secret, timeout);
        }
    }

    private Optional<String> secret() {
        Optional<String> secret = key.get().map(String::strip);
        if (secret.isPresent() && !secret.get().matches("[!-~]+")) {
            throw faults.unusableKey();
        }
        if (secret.isEmpty() && settings.provider().equals("anthropic")) {
            throw faults.noKey();
        }
        return secret;
    }

    private static List<ChatMessage> messages(ModelRequest request) {
        return request.messages().stream().map(LangchainModel::message).toList();
    }

    private static ChatMessage message(ModelRequest.Message message) {
        // Providers refuse an empty message, but a model that said nothing is told so and asked again.
        String text = message.text().isBlank() ? NOTHING : message.text();
        return switch (message.role()) {
            case "system" -> SystemMessage.from(text);
            case "user" -> UserMessage.from(text);
            case "assistant" -> AiMessage.from(text);
            default -> throw new IllegalArgumentException("a message's role is not '" + message.role() + "'");
        };
    }

    private static ModelReply reply(ModelRequest request, ChatResponse response, Duration latency) {
        return reply(
                request,
                response.aiMessage().text(),
                Optional.ofNullable(response.tokenUsage()),
                finish(response.finishReason()),
                latency);
    }

    private static ModelReply reply(
            ModelRequest request, String said, Optional<TokenUsage> usage, String finish, Duration latency) {
        String text = said == null ? "" : said;
        Optional<Integer> prompt = usage.map(TokenUsage::inputTokenCount);
        Optional<Integer> completion = usage.map(TokenUsage::outputTokenCount);
        return new ModelReply(
                text,
                prompt.orElseGet(() -> Tokens.estimate(request)),
                completion.orElseGet(() -> Tokens.estimate(text)),
                finish,
                latency,
                1,
                prompt.isEmpty() || completion.isEmpty());
    }

    private static String finish(FinishReason reason) {
        if (reason == null) {
            return "other";
        }
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_EXECUTION, OTHER -> "other";
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
