package io.jenkins.plugins.openfactory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;

/**
 * One link of a run's audit chain.
 *
 * @param seq from 1, without gaps
 * @param prevHash the hash of the link before; 64 zeros for the first
 * @param hash SHA-256 of {@code prevHash}, a newline and {@code record}
 * @param record canonical JSON (RFC 8785) with {@code seq} in it
 */
public record AuditRow(long seq, String prevHash, String hash, String record) {
    /** What the first link has as its previous hash. */
    public static final String NO_HASH = "0".repeat(64);

    /** The hash that a link with this content must have. */
    public static String hash(String prevHash, String record) {
        return Sha256.hex(prevHash + "\n" + record);
    }

    /**
     * A record that has yet to get its place in a chain: its canonical form but for the sequence number.
     *
     * @param before the canonical members that come before {@code seq}, each with a comma behind it
     * @param behind those that come after it, each with a comma before it
     */
    public record Draft(String before, String behind) {
        private static final String SEQ = "seq";

        /**
         * Takes a record apart.
         *
         * @param object a JSON object; a {@code seq} in it is left out
         * @throws IllegalArgumentException if it is no object, or has no canonical form
         */
        public static Draft of(JsonNode object) {
            if (!object.isObject()) {
                throw new IllegalArgumentException("an audit record is a JSON object, not " + object.getNodeType());
            }
            ObjectNode before = Json.object();
            ObjectNode behind = Json.object();
            object.properties().forEach(member -> {
                int order = member.getKey().compareTo(SEQ);
                if (order != 0) {
                    (order < 0 ? before : behind).set(member.getKey(), member.getValue());
                }
            });
            String first = members(before);
            String last = members(behind);
            return new Draft(first.isEmpty() ? "" : first + ",", last.isEmpty() ? "" : "," + last);
        }

        /** The link that follows another one. */
        public AuditRow after(long prevSeq, String prevHash) {
            String record = "{" + before + "\"" + SEQ + "\":" + (prevSeq + 1) + behind + "}";
            return new AuditRow(prevSeq + 1, prevHash, hash(prevHash, record), record);
        }

        private static String members(ObjectNode object) {
            String canonical = Json.canonical(object);
            return canonical.substring(1, canonical.length() - 1);
        }
    }
}
