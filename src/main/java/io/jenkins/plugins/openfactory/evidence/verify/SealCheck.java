package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.sign.Dsse;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks the signed envelope with a key, and that the statement beside it is what was signed. */
final class SealCheck {
    private final Documents documents;
    private final List<VerifyingKey> given;
    private final List<Problem> problems = new ArrayList<>();
    private Optional<VerifyingKey> key = Optional.empty();
    private Optional<JsonNode> statement = Optional.empty();

    /** @param given the keys of whoever verifies; empty to use the one in the bundle */
    SealCheck(Documents documents, List<VerifyingKey> given) {
        this.documents = documents;
        this.given = given;
    }

    Verification.Check run() {
        Optional<VerifyingKey> carried = carriedKey();
        documents.text(Provenance.ENVELOPE, problems).flatMap(this::envelope).ifPresent(envelope -> {
            key = given.isEmpty()
                    ? carried
                    : given.stream().filter(envelope::isSignedBy).findFirst();
            boolean signed = key.filter(envelope::isSignedBy).isPresent();
            if (!signed) {
                problems.add(new Problem(Provenance.ENVELOPE, refusal(carried)));
            }
            payload(envelope);
        });
        if (!given.isEmpty() && carried.isPresent() && !given.contains(carried.get())) {
            problems.add(new Problem(
                    VerifyingKey.PATH,
                    "holds the key " + carried.get().id() + ", which is none of the keys that were given"));
        }
        statement = documents.json(Provenance.PATH, problems);
        statement.ifPresent(this::form);
        String title = "The provenance is signed (DSSE, Ed25519), and what is signed is the file beside it.";
        return new Verification.Check("signature", title, problems);
    }

    private String refusal(Optional<VerifyingKey> carried) {
        if (!given.isEmpty()) {
            return "is not signed with "
                    + (given.size() == 1 ? "the key " + given.get(0).id() : "any of the given keys");
        }
        return carried.map(k -> "does not carry a valid signature of the key " + k.id() + " in " + VerifyingKey.PATH)
                .orElse("can't be checked, because " + VerifyingKey.PATH + " holds no key");
    }

    private Optional<VerifyingKey> carriedKey() {
        Optional<String> pem = documents.text(VerifyingKey.PATH, problems);
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            VerifyingKey carried = VerifyingKey.parse(pem.get()).get(0);
            if (!carried.pem().equals(pem.get())) {
                problems.add(
                        new Problem(VerifyingKey.PATH, "holds more or other text than one key as it is published"));
            }
            return Optional.of(carried);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(VerifyingKey.PATH, "can't be used: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Dsse> envelope(String text) {
        try {
            Dsse envelope = Dsse.parse(text);
            if (!envelope.text().equals(text)) {
                problems.add(new Problem(Provenance.ENVELOPE, "is not in canonical form"));
            }
            return Optional.of(envelope);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Provenance.ENVELOPE, "can't be read: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private void payload(Dsse envelope) {
        if (!envelope.payloadType().equals(Provenance.PAYLOAD_TYPE)) {
            problems.add(new Problem(
                    Provenance.ENVELOPE,
                    "carries the type '" + envelope.payloadType() + "' instead of '" + Provenance.PAYLOAD_TYPE + "'"));
        }
        documents
                .bytes(Provenance.PATH)
                .filter(bytes -> !Arrays.equals(bytes, envelope.payload()))
                .ifPresent(bytes -> problems.add(new Problem(
                        Provenance.PATH, "is not what " + Provenance.ENVELOPE + " carries as its signed payload")));
    }

    private void form(JsonNode json) {
        if (!json.path("_type").asText().equals(Provenance.STATEMENT)
                || !json.path("predicateType").asText().equals(Provenance.PREDICATE)) {
            problems.add(
                    new Problem(Provenance.PATH, "is no in-toto Statement v1 with a SLSA Provenance v1 predicate"));
        }
    }

    /** The key that the signature was checked with. */
    Optional<VerifyingKey> key() {
        return key;
    }

    /** The statement; its words count only where the check found no problem. */
    Optional<JsonNode> statement() {
        return statement;
    }
}
