package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Steps of a run, each recorded before the next one begins. */
public final class DurableSteps {
    private DurableSteps() {}

    /** Steps that only compute something, which are flushed with what follows. */
    public static void looking(RunStore store, String runId, int steps) {
        run(store, runId, steps, Effect::looking);
    }

    /** Steps that change the world: what each is going to do is on disk before it is done, and what came of it afterwards. */
    public static void doing(RunStore store, String runId, int steps) {
        run(store, runId, steps, effect -> effect);
    }

    private static void run(RunStore store, String runId, int steps, UnaryOperator<Effect<String>> how) {
        Journal journal =
                new Journal(store, runId, Clock.systemUTC(), text -> text, new CancelToken(), Journal.Probe.NONE);
        Scope scope = new Scope(StageId.IMPLEMENT_LOOP, 1, Optional.empty());
        for (int i = 0; i < steps; i++) {
            String name = "step" + i;
            journal.once(how.apply(Effect.repeatable(
                    scope,
                    "observe",
                    scope.key("observe", name),
                    Json.object().put("step", name),
                    () -> "the result of " + name,
                    TextNode::valueOf,
                    json -> json.asText())));
        }
    }
}
