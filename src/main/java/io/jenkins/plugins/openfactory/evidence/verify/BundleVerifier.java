package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.AuditFile;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a release bundle by itself, without a home, a store or a network: signature, manifest, audit chain, freeze hash,
 * traceability, and that what was tested is what the pull request ends with. Whatever a bundle holds, verifying it writes
 * nothing and runs nothing.
 */
public final class BundleVerifier {
    private static final Set<String> WANTED = Set.of(
            Manifest.PATH,
            Provenance.PATH,
            Provenance.ENVELOPE,
            VerifyingKey.PATH,
            AuditFile.PATH,
            Traceability.PATH,
            ClaimCheck.SPEC,
            ClaimCheck.STATUS);

    private BundleVerifier() {}

    /**
     * Verifies a bundle.
     *
     * @param given the keys that its signature may be of; empty to take the one that came with it
     * @throws IOException where the bundle can't be listed at all
     */
    public static Verification verify(BundleFiles files, List<VerifyingKey> given) throws IOException {
        Documents documents = Documents.read(files, WANTED);
        SealCheck seal = new SealCheck(documents, given);
        Verification.Check signature = seal.run();
        Optional<JsonNode> statement = seal.statement();
        List<Problem> reading = new ArrayList<>();
        Optional<Manifest> manifest = manifest(documents, reading);
        Map<String, String> signed = signature.passed() ? signed(documents, statement) : Map.of();
        ListCheck list = new ListCheck(documents);
        List<Verification.Check> checks = new ArrayList<>();
        checks.add(signature);
        checks.add(list.manifest(manifest, reading, signed));
        checks.add(list.subjects(statement));
        Optional<ClaimCheck> claims = statement.map(json -> new ClaimCheck(documents, json));
        claims.ifPresent(claim -> {
            checks.add(claim.run(manifest));
            checks.add(claim.freeze(manifest));
            checks.add(claim.chain());
            checks.add(new TraceCheck(documents).run());
            checks.add(claim.tested());
        });
        return new Verification(
                manifest.map(Manifest::runId).orElse("unknown"),
                seal.key().map(VerifyingKey::id),
                given.isEmpty() ? Verification.Trust.FIRST_USE : Verification.Trust.GIVEN,
                claims.flatMap(ClaimCheck::head),
                documents.bytes(Manifest.PATH).map(Sha256::hex).orElse(""),
                documents.found().size(),
                checks);
    }

    /** Hashes that a valid signature vouches for: of the statement's subjects, and of the three files of the seal itself. */
    private static Map<String, String> signed(Documents documents, Optional<JsonNode> statement) {
        Map<String, String> signed = statement.map(ListCheck::hashes).orElseGet(java.util.HashMap::new);
        for (String path : List.of(Provenance.PATH, Provenance.ENVELOPE, VerifyingKey.PATH)) {
            documents.bytes(path).ifPresent(bytes -> signed.put(path, Sha256.hex(bytes)));
        }
        return signed;
    }

    private static Optional<Manifest> manifest(Documents documents, List<Problem> problems) {
        Optional<String> text = documents.text(Manifest.PATH, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Manifest manifest = Manifest.parse(text.get());
            if (!manifest.text().equals(text.get())) {
                problems.add(new Problem(Manifest.PATH, "is not in canonical form"));
            }
            return Optional.of(manifest);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Manifest.PATH, "can't be read: " + e.getMessage()));
            return Optional.empty();
        }
    }
}
