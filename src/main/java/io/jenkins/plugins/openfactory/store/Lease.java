package io.jenkins.plugins.openfactory.store;

import java.time.Instant;

/**
 * Who may write a run, and until when.
 *
 * @param place the factory's home in which the run's commits and artifacts stand; only that one works on it
 * @param owner the process that holds the lease, as {@link Worker#toString}; empty where nobody does
 * @param token counts how often the run was taken; a write under an older one is refused
 * @param until when the lease runs out unless it is renewed
 * @param here whether the place is that of the store this was read from
 * @param held whether an owner has it and it has not run out
 */
public record Lease(String runId, String place, String owner, long token, Instant until, boolean here, boolean held) {}
