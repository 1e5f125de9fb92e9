package io.jenkins.plugins.openfactory.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One reservation of budget, settled when the call is over.
 *
 * @param key the effect's key
 * @param settled whether {@code tokens} and {@code usd} are what it really cost; the worst case until then
 */
public record LedgerRow(
        String runId, String key, Optional<String> ticketId, long tokens, double usd, boolean settled, Instant at) {}
