package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.JobState;
import java.time.Instant;

/** A run as lists show it. */
public record RunSummary(String runId, JobState state, String title, Instant createdAt, Instant updatedAt) {}
