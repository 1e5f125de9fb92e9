package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle read once: each file hashed, and those that the checks look into kept from that same reading, so that no check
 * sees other bytes than those that were hashed. Reads are bounded: no file is read beyond the size that it claims.
 */
final class Documents {
    private static final long MOST_KEPT = 64L * 1024 * 1024;
    private static final long MOST_BYTES = 16L * 1024 * 1024 * 1024;
    private static final Set<String> OUTSIDE_STATEMENT =
            Set.of(Manifest.PATH, Provenance.PATH, Provenance.ENVELOPE, VerifyingKey.PATH);

    private final Map<String, Artifact> found = new LinkedHashMap<>();
    private final Map<String, byte[]> kept = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Documents() {}

    /** @param wanted the paths to keep */
    static Documents read(BundleFiles files, Set<String> wanted) throws IOException {
        Documents documents = new Documents();
        BundleFiles.Listing listing = files.list();
        documents.problems.addAll(listing.problems());
        long left = MOST_BYTES;
        for (BundleFiles.Entry entry : listing.files()) {
            if (entry.size() > left) {
                documents.problems.add(new Problem(
                        entry.path(),
                        "was not read: the bundle is larger than " + MOST_BYTES + " bytes, which no run makes"));
                continue;
            }
            left -= entry.size();
            documents.add(files, entry, wanted.contains(entry.path()));
        }
        return documents;
    }

    private void add(BundleFiles files, BundleFiles.Entry entry, boolean keep) {
        if (keep && entry.size() > MOST_KEPT) {
            problems.add(new Problem(entry.path(), "has " + entry.size() + " bytes, more than " + MOST_KEPT));
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = files.open(entry)) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                if (size + n > entry.size()) {
                    problems.add(new Problem(entry.path(), "is longer than the " + entry.size() + " bytes it claims"));
                    return;
                }
                digest.update(buffer, 0, n);
                if (keep) {
                    content.write(buffer, 0, n);
                }
                size += n;
            }
            if (size < entry.size()) {
                problems.add(new Problem(entry.path(), "is shorter than the " + entry.size() + " bytes it claims"));
                return;
            }
            found.put(
                    entry.path(),
                    new Artifact(entry.path(), size, HexFormat.of().formatHex(digest.digest())));
            if (keep) {
                kept.put(entry.path(), content.toByteArray());
            }
        } catch (IOException e) {
            problems.add(new Problem(entry.path(), "can't be read: " + e.getMessage()));
        }
    }

    /** What can't be a file of a bundle, or could not be read. */
    List<Problem> problems() {
        return problems;
    }

    /** Every file that could be read, by its path. */
    Map<String, Artifact> found() {
        return found;
    }

    /** The files that the statement names: all but those that are made of it. */
    Map<String, Artifact> stated() {
        Map<String, Artifact> stated = new LinkedHashMap<>(found);
        stated.keySet().removeAll(OUTSIDE_STATEMENT);
        return stated;
    }

    Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(kept.get(path));
    }

    /** The text of a kept file; a problem is added and nothing returned where it is missing or not UTF-8. */
    Optional<String> text(String path, List<Problem> found) {
        if (!kept.containsKey(path)) {
            found.add(new Problem(path, "is missing"));
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(kept.get(path)))
                    .toString());
        } catch (CharacterCodingException e) {
            found.add(new Problem(path, "is not UTF-8 text"));
            return Optional.empty();
        }
    }

    /** The same for JSON. */
    Optional<JsonNode> json(String path, List<Problem> found) {
        Optional<String> text = text(path, found);
        try {
            return text.map(Json::read);
        } catch (IllegalArgumentException e) {
            found.add(new Problem(path, "is " + e.getMessage()));
            return Optional.empty();
        }
    }
}
