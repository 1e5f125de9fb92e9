package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Times in which nobody worked on an attempt that was gone on with later: from the last thing that the record tells
 * to the moment in which somebody took it up again.
 */
final class Downtime {
    private static final String DOCUMENT = "downtime";

    private final RunStore store;
    private final String runId;

    Downtime(RunStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    /** Notes that an attempt is taken up again, now. */
    void ended(StageRow attempt, Instant now) {
        Stream<Instant> stage = Stream.concat(attempt.startedAt().stream(), attempt.endedAt().stream());
        Stream<Instant> effects = store.effects(runId).stream().map(Downtime::last);
        Stream.concat(stage, effects)
                .max(Instant::compareTo)
                .filter(now::isAfter)
                .ifPresent(from -> add(new Overhead.Span(from, now)));
    }

    /** All of them, oldest first. */
    List<Overhead.Span> spans() {
        List<Overhead.Span> spans = new ArrayList<>();
        for (JsonNode one : kept()) {
            spans.add(new Overhead.Span(
                    Instant.parse(one.path("from").asText()),
                    Instant.parse(one.path("to").asText())));
        }
        return spans;
    }

    private static Instant last(EffectRow effect) {
        return effect.doneAt().orElse(effect.intentAt());
    }

    private void add(Overhead.Span span) {
        ArrayNode all = Json.array();
        kept().forEach(all::add);
        all.addObject().put("from", span.from().toString()).put("to", span.to().toString());
        store.saveDocument(runId, DOCUMENT, Json.write(all));
    }

    private JsonNode kept() {
        return store.document(runId, DOCUMENT).map(Json::read).orElseGet(Json::array);
    }
}
