package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.List;
import java.util.Optional;

/**
 * What a run's audit chain comes to when every link is computed again. Each link carries the hash of the one before it,
 * so whoever knows the head's hash notices every later change of the chain; a chain that was made anew from its first
 * link can only be told by a head hash that was kept elsewhere, for instance in the provenance.
 *
 * @param length how many links there are
 * @param head the hash of the last link; 64 zeros for an empty chain
 * @param problem one sentence about the first link that does not hold; empty where all do
 */
public record AuditChain(long length, String head, Optional<String> problem) {
    /** Computes a chain again, in the order of its links. */
    public static AuditChain of(List<AuditRow> rows) {
        String previous = AuditRow.NO_HASH;
        long expected = 1;
        for (AuditRow row : rows) {
            Optional<String> problem = problem(row, expected, previous);
            if (problem.isPresent()) {
                return new AuditChain(rows.size(), rows.get(rows.size() - 1).hash(), problem);
            }
            previous = row.hash();
            expected++;
        }
        return new AuditChain(rows.size(), previous, Optional.empty());
    }

    /** What is other than a chain that was told of elsewhere, as one sentence; empty where nothing is. */
    public Optional<String> differs(AuditChain told) {
        if (length != told.length()) {
            return Optional.of((length < told.length() ? "It was cut short: it" : "It") + " has " + length
                    + " links, and the provenance says " + told.length() + ".");
        }
        return head.equals(told.head())
                ? Optional.empty()
                : Optional.of("It ends with " + head + ", and the provenance says " + told.head() + ".");
    }

    private static Optional<String> problem(AuditRow row, long expected, String previous) {
        if (row.seq() != expected) {
            return Optional.of("Link " + expected + " is missing: link " + row.seq() + " stands in its place.");
        }
        if (!row.prevHash().equals(previous)) {
            return Optional.of("Link " + expected + " does not follow the link before it: it names " + row.prevHash()
                    + " as the hash before, which is " + previous + ".");
        }
        if (!AuditRow.hash(row.prevHash(), row.record()).equals(row.hash())) {
            return Optional.of("Link " + expected + " was changed: its hash is not that of its content.");
        }
        return sequence(row) == expected
                ? Optional.empty()
                : Optional.of("Link " + expected + " says of itself that it is link " + sequence(row) + ".");
    }

    private static long sequence(AuditRow row) {
        try {
            JsonNode record = Json.read(row.record());
            return record.path("seq").asLong(-1);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
