package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The time that the factory itself took: what is left of each stage's last attempt without its commands, model calls,
 * waiting for checks and people, and times in which nobody worked on it, all as the record tells.
 *
 * @param stages in the order of the pipeline, those that ended
 */
public record Overhead(Map<StageId, Duration> stages) {
    /** A time in which somebody else worked. */
    record Span(Instant from, Instant to) {}

    /** Reads it from a run's record. */
    public static Overhead of(RunStore store, String runId) {
        List<Span> others = new ArrayList<>(commands(store.audit(runId)));
        List<EffectRow> effects = store.effects(runId);
        others.addAll(calls(effects));
        others.addAll(new Downtime(store, runId).spans());
        store.approvals(runId).forEach(word -> others.add(new Span(lastBefore(effects, word.at()), word.at())));
        Map<StageId, Duration> stages = new LinkedHashMap<>();
        for (StageRow stage : store.stages(runId)) {
            if (stage.startedAt().isPresent() && stage.endedAt().isPresent()) {
                Span whole = new Span(stage.startedAt().get(), stage.endedAt().get());
                stages.put(stage.stage(), uncovered(whole, others));
            }
        }
        return new Overhead(stages);
    }

    /** All stages together. */
    public Duration total() {
        return stages.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** One line for people. */
    public String text() {
        return "factory overhead " + total().toMillis() + " ms over " + Count.of(stages.size(), "stage") + " ("
                + stages.entrySet().stream()
                        .map(stage ->
                                stage.getKey().title() + " " + stage.getValue().toMillis())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static List<Span> commands(List<AuditRow> audit) {
        List<Span> spans = new ArrayList<>();
        for (AuditRow row : audit) {
            JsonNode record = Json.read(row.record());
            if (record.path("event").asText().equals("end")) {
                spans.add(new Span(
                        Instant.parse(record.path("start").asText()),
                        Instant.parse(record.path("end").asText())));
            }
        }
        return spans;
    }

    /** Model calls, and the waiting for checks, which begins when what came before it was done. */
    private static List<Span> calls(List<EffectRow> effects) {
        List<Span> spans = new ArrayList<>();
        for (EffectRow effect : effects) {
            if (effect.doneAt().isEmpty()) {
                continue;
            }
            Instant done = effect.doneAt().get();
            if (effect.kind().equals("model")) {
                spans.add(new Span(effect.intentAt(), done));
            } else if (effect.kind().equals("observe") && effect.key().contains("/checks-")) {
                spans.add(new Span(lastBefore(effects, effect.intentAt()), done));
            }
        }
        return spans;
    }

    private static Instant lastBefore(List<EffectRow> effects, Instant when) {
        return effects.stream()
                .flatMap(effect -> effect.doneAt().stream())
                .filter(done -> !done.isAfter(when))
                .max(Comparator.naturalOrder())
                .orElse(when);
    }

    /** The part of a span in which none of the others was; they may overlap. */
    static Duration uncovered(Span whole, List<Span> others) {
        Duration left = Duration.ZERO;
        Instant at = whole.from();
        List<Span> sorted = others.stream()
                .filter(span -> span.to().isAfter(whole.from()) && span.from().isBefore(whole.to()))
                .sorted(Comparator.comparing(Span::from))
                .toList();
        for (Span span : sorted) {
            if (span.from().isAfter(at)) {
                left = left.plus(Duration.between(at, span.from()));
            }
            at = span.to().isAfter(at) ? span.to() : at;
        }
        return at.isBefore(whole.to()) ? left.plus(Duration.between(at, whole.to())) : left;
    }
}
