package io.jenkins.plugins.openfactory.store;

/**
 * One link of a run's audit chain.
 *
 * @param seq from 1, without gaps
 * @param prevHash the hash of the link before; 64 zeros for the first
 * @param hash SHA-256 of {@code prevHash}, a newline and {@code record}
 * @param record canonical JSON
 */
public record AuditRow(long seq, String prevHash, String hash, String record) {}
