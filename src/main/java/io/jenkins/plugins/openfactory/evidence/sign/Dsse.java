package io.jenkins.plugins.openfactory.evidence.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A signed message as DSSE v1 carries it (github.com/secure-systems-lab/dsse): the payload, its type, and signatures over
 * both. Immutable.
 *
 * @param payload the signed bytes; never changed by the holder
 */
public record Dsse(String payloadType, byte[] payload, List<Signature> signatures) {
    private static final String VERSION = "DSSEv1";
    private static final Set<String> FIELDS = Set.of("payload", "payloadType", "signatures");
    private static final Set<String> SIGNATURE_FIELDS = Set.of("keyid", "sig");

    /**
     * One signature.
     *
     * @param keyId a hint at the key; nothing may be decided by it
     * @param sig the signature's bytes in Base64
     */
    public record Signature(String keyId, String sig) {}

    public Dsse {
        payload = payload.clone();
        signatures = List.copyOf(signatures);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** The bytes that are signed: the pre-authentication encoding, lengths in bytes as decimal numbers. */
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + type.length + 40);
        out.writeBytes(ascii(VERSION + " " + type.length + " "));
        out.writeBytes(type);
        out.writeBytes(ascii(" " + payload.length + " "));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The envelope as a file: canonical JSON (RFC 8785) and a newline, so that there is one spelling only. */
    public String text() {
        ObjectNode json = Json.object()
                .put("payload", Base64.getEncoder().encodeToString(payload))
                .put("payloadType", payloadType);
        var list = json.putArray("signatures");
        signatures.forEach(each -> list.addObject().put("keyid", each.keyId()).put("sig", each.sig()));
        return Json.canonical(json) + "\n";
    }

    /**
     * Reads an envelope.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static Dsse parse(String text) {
        JsonNode json = Json.read(text);
        require(json, FIELDS);
        List<Signature> signatures = new ArrayList<>();
        for (JsonNode each : json.get("signatures")) {
            require(each, SIGNATURE_FIELDS);
            signatures.add(
                    new Signature(each.get("keyid").asText(), each.get("sig").asText()));
        }
        byte[] payload = Base64.getDecoder().decode(json.get("payload").asText());
        return new Dsse(json.get("payloadType").asText(), payload, signatures);
    }

    private static void require(JsonNode object, Set<String> fields) {
        for (String field : fields) {
            if (!object.has(field)) {
                throw new IllegalArgumentException("no DSSE envelope: it has no " + field);
            }
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException("no DSSE envelope of ours: it has the field " + name);
            }
        });
    }

    /** Whether one of the signatures is the key's own over exactly this payload and type. */
    public boolean isSignedBy(VerifyingKey key) {
        byte[] signed = pae(payloadType, payload);
        return signatures.stream().anyMatch(each -> key.verifies(signed, each.sig()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dsse that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return "Dsse[" + payloadType + ", " + payload.length + " bytes, " + signatures.size() + " signatures]";
    }
}
