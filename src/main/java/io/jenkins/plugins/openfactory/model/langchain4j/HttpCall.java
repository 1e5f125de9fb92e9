package io.jenkins.plugins.openfactory.model.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.jenkins.plugins.openfactory.model.langchain4j.CallFailure.Kind;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * One HTTP call of langchain4j over the platform's HTTP client. langchain4j's own client for that drops the response's
 * headers (so Retry-After too), bounds the time to the headers only, and can't be cancelled; here the whole exchange has
 * one deadline, stops on cancel, and keeps the reason of its failure. For one request in one thread.
 */
final class HttpCall implements HttpClient, HttpClientBuilder {
    /** Far above any reply within a model's own limits. */
    private static final int MOST_BYTES = 64 << 20;

    private final java.net.http.HttpClient client;
    private final Duration timeout;
    private final CancelToken cancel;
    private Optional<CallFailure> failure = Optional.empty();
    private boolean sent;
    // Written by the HTTP client's thread once the headers are there.
    private volatile boolean begun;

    HttpCall(java.net.http.HttpClient client, Duration timeout, CancelToken cancel) {
        this.client = client;
        this.timeout = timeout;
        this.cancel = cancel;
    }

    /** Why the call failed, if it did; langchain4j may wrap or replace what was thrown. */
    Optional<CallFailure> failure() {
        return failure;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        if (sent) {
            throw new IllegalStateException("an HttpCall is for one request; retries are not langchain4j's");
        }
        sent = true;
        try {
            return exchange(request);
        } catch (CallFailure e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private SuccessfulHttpResponse exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> future = client.sendAsync(platform(request), headers -> {
            begun = true;
            return new ReplyBody(MOST_BYTES);
        });
        HttpResponse<byte[]> response = await(future);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() / 100 != 2) {
            throw CallFailure.status(response.statusCode(), response.headers().firstValue("Retry-After"), body);
        }
        // The headers stay behind: JSON is UTF-8 whatever a Content-Type says.
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .body(StreamedReply.whole(body))
                .build();
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> future) {
        CancelToken.Registration registration = cancel.onCancel(() -> future.cancel(true));
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw CallFailure.of(Kind.TIMEOUT);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw CallFailure.of(Kind.CANCELLED);
        } catch (CancellationException e) {
            throw CallFailure.of(Kind.CANCELLED);
        } catch (ExecutionException e) {
            throw cancel.isCancelled() ? CallFailure.of(Kind.CANCELLED) : failure(e.getCause());
        } finally {
            registration.close();
        }
    }

    private static java.net.http.HttpRequest platform(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(
                        request.method().name(),
                        java.net.http.HttpRequest.BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private CallFailure failure(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof CallFailure known) {
                return known;
            }
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return CallFailure.of(Kind.UNKNOWN_HOST, problem);
            }
            if (cause instanceof SSLException) {
                return CallFailure.of(Kind.TLS, problem);
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return CallFailure.of(Kind.CONNECT_TIMEOUT, problem);
            }
            if (cause instanceof HttpTimeoutException) {
                return CallFailure.of(Kind.TIMEOUT, problem);
            }
        }
        if (begun) {
            return CallFailure.of(Kind.CUT, problem);
        }
        return CallFailure.of(problem instanceof ConnectException ? Kind.REFUSED : Kind.LOST, problem);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("replies are read whole, never streamed");
    }

    @Override
    public Duration connectTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
