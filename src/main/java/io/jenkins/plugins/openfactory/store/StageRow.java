package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import java.time.Instant;
import java.util.Optional;

/**
 * One stage of a run.
 *
 * @param attempts how often it was entered
 * @param summary one line for people
 */
public record StageRow(
        StageId stage,
        StageState state,
        int attempts,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String summary) {}
