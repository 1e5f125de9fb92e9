package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.util.Optional;

/** Steps of a run that only compute something: their result is durable before the next one begins. */
public final class DurableSteps {
    private DurableSteps() {}

    public static void run(RunStore store, String runId, int steps) {
        Journal journal =
                new Journal(store, runId, Clock.systemUTC(), text -> text, new CancelToken(), Journal.Probe.NONE);
        Scope scope = new Scope(StageId.IMPLEMENT_LOOP, 1, Optional.empty());
        for (int i = 0; i < steps; i++) {
            String name = "step" + i;
            journal.once(Effect.repeatable(
                            scope,
                            "observe",
                            scope.key("observe", name),
                            Json.object().put("step", name),
                            () -> "the result of " + name,
                            TextNode::valueOf,
                            json -> json.asText())
                    .looking());
        }
    }
}
