package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What OpenTelemetry is told of a whole run when an SDK is registered. */
class RunTraceTest extends Contract {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

    @BeforeEach
    void register() {
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .build());
    }

    @AfterEach
    void forget() {
        GlobalOpenTelemetry.resetForTest();
    }

    @Test
    void shouldTraceStagesTicketsCommandsAndExchangesUnderTheRunsTraceId() {
        workshop.script().farewell();
        RunRow row = workshop.run();
        done(row);

        List<SpanData> all = spans.getFinishedSpanItems();
        assertThat(all).allMatch(span -> span.getTraceId().equals(row.traceId()));
        Map<String, SpanData> byId = all.stream().collect(Collectors.toMap(SpanData::getSpanId, span -> span));
        assertThat(all).extracting(SpanData::getName).contains("command", "model", "push", "ticket 0001");
        for (StageId stage : StageId.values()) {
            assertThat(all).extracting(SpanData::getName).contains("stage " + stage.id());
        }
        Set<String> roots = all.stream()
                .filter(span -> !byId.containsKey(span.getParentSpanId()))
                .map(SpanData::getName)
                .collect(Collectors.toSet());
        assertThat(roots).allMatch(name -> name.startsWith("stage ")).hasSize(StageId.values().length);
        SpanData ticket = named(all, "ticket 0001");
        assertThat(byId.get(ticket.getParentSpanId()).getName()).isEqualTo("stage implement_loop");
        assertThat(all)
                .filteredOn(span -> span.getParentSpanId().equals(ticket.getSpanId()))
                .extracting(SpanData::getName)
                .contains("model", "command");
        assertThat(named(all, "model").getAttributes().get(AttributeKey.stringKey("gen_ai.request.model")))
                .isEqualTo("scripted");
        assertThat(metrics.collectAllMetrics())
                .extracting(MetricData::getName)
                .contains("openfactory.effect.duration", "openfactory.stage.duration", "openfactory.tokens");
    }

    @Test
    void shouldMarkTheStageThatFailed() {
        workshop.script().farewell();
        var poor = workshop.settings();
        poor.putObject("budget").put("tokens", 6500);
        workshop.run(poor);

        assertThat(spans.getFinishedSpanItems())
                .filteredOn(span -> span.getName().startsWith("stage "))
                .last()
                .extracting(span -> span.getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
