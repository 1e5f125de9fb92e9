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

    /**
     * The link that follows another one.
     *
     * @param object a JSON object; its {@code seq} is set here
     * @throws IllegalArgumentException if it is none, or has no canonical form
     */
    public static AuditRow after(long prevSeq, String prevHash, JsonNode object) {
        if (!(object instanceof ObjectNode)) {
            throw new IllegalArgumentException("an audit record is a JSON object, not " + object.getNodeType());
        }
        ObjectNode numbered = object.deepCopy();
        numbered.put("seq", prevSeq + 1);
        String record = Json.canonical(numbered);
        return new AuditRow(prevSeq + 1, prevHash, hash(prevHash, record), record);
    }

    /** The hash that a link with this content must have. */
    public static String hash(String prevHash, String record) {
        return Sha256.hex(prevHash + "\n" + record);
    }
}
