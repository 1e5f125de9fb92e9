package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** What every door of a run shares. */
record DoorParts(
        Doorway doorway,
        RunStore store,
        String runId,
        String traceId,
        Clock clock,
        UnaryOperator<String> mask,
        CancelToken cancel) {}
