package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans and metrics of one run by OpenTelemetry's API, under the run's own trace id whatever process works on it: a span for
 * each stage, below it one for each ticket, and below those one for each effect that is really done. Nothing is recorded
 * unless an SDK is there. Texts of failures are masked by the caller; requests and replies are never in a span. Safe for
 * any thread.
 *
 * <p>Names of attributes about models are those of OpenTelemetry's semantic conventions for generative AI.
 */
public final class RunTrace {
    /** Records nothing. */
    public static final RunTrace NONE = new RunTrace(OpenTelemetry.noop(), "", "0".repeat(32));

    private static final String SCOPE = "io.jenkins.plugins.openfactory";
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("openfactory.run.id");
    private static final AttributeKey<String> STAGE = AttributeKey.stringKey("openfactory.stage");
    private static final AttributeKey<String> TICKET = AttributeKey.stringKey("openfactory.ticket");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("openfactory.effect.kind");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("openfactory.result");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> TOKEN = AttributeKey.stringKey("gen_ai.token.type");

    private final String runId;
    private final Tracer tracer;
    private final Context root;
    private final DoubleHistogram effectSeconds;
    private final DoubleHistogram stageSeconds;
    private final LongCounter tokens;
    private final Map<String, Span> tickets = new ConcurrentHashMap<>();
    private volatile Context stage;

    private RunTrace(OpenTelemetry telemetry, String runId, String traceId) {
        this.runId = runId;
        this.tracer = telemetry.getTracer(SCOPE);
        String spanId = Sha256.hex("run " + runId).substring(0, 16);
        SpanContext parent =
                SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
        this.root = Context.root().with(Span.wrap(parent));
        this.stage = root;
        Meter meter = telemetry.getMeter(SCOPE);
        this.effectSeconds = meter.histogramBuilder("openfactory.effect.duration")
                .setUnit("s")
                .setDescription("How long an outside effect took, from its intent to its recorded outcome.")
                .build();
        this.stageSeconds = meter.histogramBuilder("openfactory.stage.duration")
                .setUnit("s")
                .setDescription("How long a stage took in one process.")
                .build();
        this.tokens = meter.counterBuilder("openfactory.tokens")
                .setUnit("{token}")
                .setDescription("Tokens of model exchanges.")
                .build();
    }

    /** The trace of a run with the SDK that is registered globally, if there is one. */
    public static RunTrace of(String runId, String traceId) {
        return of(GlobalOpenTelemetry.get(), runId, traceId);
    }

    static RunTrace of(OpenTelemetry telemetry, String runId, String traceId) {
        return new RunTrace(telemetry, runId, traceId);
    }

    /** Begins the span of a stage; the effects until it is closed are below it. */
    public Timed stage(StageId id, int attempt) {
        Attributes attributes = Attributes.of(RUN, runId, STAGE, id.id());
        Span span = tracer.spanBuilder("stage " + id.id())
                .setParent(root)
                .setAllAttributes(attributes)
                .setAttribute("openfactory.attempt", attempt)
                .startSpan();
        stage = root.with(span);
        return new Timed(span, stageSeconds, Attributes.of(STAGE, id.id()), () -> {
            tickets.values().forEach(Span::end);
            tickets.clear();
            stage = root;
        });
    }

    /** Begins the span of an effect that is about to be done. */
    Timed effect(Scope scope, String kind, String key) {
        Span span = tracer.spanBuilder(kind)
                .setParent(parent(scope))
                .setAttribute(RUN, runId)
                .setAttribute(STAGE, scope.stage().id())
                .setAttribute(KIND, kind)
                .setAttribute("openfactory.effect.key", key)
                .startSpan();
        scope.ticketId().ifPresent(id -> span.setAttribute(TICKET, id));
        Attributes kinds = Attributes.of(KIND, kind, STAGE, scope.stage().id());
        return new Timed(span, effectSeconds, kinds, () -> {});
    }

    private Context parent(Scope scope) {
        Context below = stage;
        return scope.ticketId()
                .map(id -> below.with(tickets.computeIfAbsent(
                        id,
                        ticket -> tracer.spanBuilder("ticket " + ticket)
                                .setParent(below)
                                .setAttribute(RUN, runId)
                                .setAttribute(TICKET, ticket)
                                .startSpan())))
                .orElse(below);
    }

    /** A span under way, with the histogram that gets its length. Close it in the thread that has it. */
    public final class Timed implements AutoCloseable {
        private final Span span;
        private final DoubleHistogram seconds;
        private final Attributes about;
        private final Runnable after;
        private final long begun = System.nanoTime();
        private String result = "ok";

        private Timed(Span span, DoubleHistogram seconds, Attributes about, Runnable after) {
            this.span = span;
            this.seconds = seconds;
            this.about = about;
            this.after = after;
        }

        /** It ended otherwise than well. @param text one masked sentence */
        public void failed(String how, String text) {
            result = how;
            span.setStatus(StatusCode.ERROR, text);
        }

        /** It was this exchange with a model. */
        void exchange(Optional<ExchangeRow> exchange) {
            exchange.ifPresent(row -> {
                span.setAttribute(MODEL, row.modelId())
                        .setAttribute("gen_ai.provider.name", row.provider())
                        .setAttribute("gen_ai.usage.input_tokens", row.promptTokens())
                        .setAttribute("gen_ai.usage.output_tokens", row.completionTokens());
                tokens.add(row.promptTokens(), Attributes.of(MODEL, row.modelId(), TOKEN, "input"));
                tokens.add(row.completionTokens(), Attributes.of(MODEL, row.modelId(), TOKEN, "output"));
            });
        }

        @Override
        public void close() {
            span.setAttribute(RESULT, result);
            after.run();
            span.end();
            seconds.record(
                    (System.nanoTime() - begun) / 1e9,
                    about.toBuilder().put(RESULT, result).build());
        }
    }
}
