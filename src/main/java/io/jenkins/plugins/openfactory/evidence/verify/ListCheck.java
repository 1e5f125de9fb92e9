package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Checks the files that are there against the manifest, and against the subjects of the signed statement. */
final class ListCheck {
    private final Documents documents;

    ListCheck(Documents documents) {
        this.documents = documents;
    }

    /**
     * The manifest's entries against the files.
     *
     * @param signed the files' hashes by their paths where a signature holds; where they agree with what is there, the
     *     manifest is what is wrong
     */
    Verification.Check manifest(Optional<Manifest> manifest, List<Problem> reading, Map<String, String> signed) {
        List<Problem> problems = new ArrayList<>(documents.problems());
        problems.addAll(reading);
        manifest.ifPresent(list -> {
            Map<String, Artifact> listed = new LinkedHashMap<>();
            list.artifacts().forEach(artifact -> listed.put(artifact.path(), artifact));
            TreeSet<String> paths = new TreeSet<>(listed.keySet());
            paths.addAll(documents.found().keySet());
            paths.remove(Manifest.PATH);
            for (String path : paths) {
                compare(path, listed.get(path), documents.found().get(path), signed.get(path))
                        .ifPresent(problems::add);
            }
        });
        return new Verification.Check(
                "manifest", "Every file is as " + Manifest.PATH + " lists it, and there is no other.", problems);
    }

    private Optional<Problem> compare(String path, Artifact listed, Artifact there, String signed) {
        if (there == null) {
            return unread(path) ? Optional.empty() : Optional.of(new Problem(path, "is missing"));
        }
        boolean asSigned = there.sha256().equals(signed);
        if (listed == null) {
            return Optional.of(
                    asSigned
                            ? new Problem(Manifest.PATH, "does not list " + path + ", which is as it was signed")
                            : new Problem(path, "is not in " + Manifest.PATH));
        }
        if (listed.equals(there)) {
            return Optional.empty();
        }
        String difference = listed.sha256().equals(there.sha256())
                ? "has " + there.size() + " bytes, and " + Manifest.PATH + " lists " + listed.size()
                : "has SHA-256 " + there.sha256() + ", and " + Manifest.PATH + " lists " + listed.sha256();
        return Optional.of(
                asSigned
                        ? new Problem(Manifest.PATH, "is wrong about " + path + ", which " + difference)
                        : new Problem(path, difference));
    }

    private boolean unread(String path) {
        return documents.problems().stream().anyMatch(problem -> problem.file().equals(path));
    }

    /** The statement's subjects against the files. */
    Verification.Check subjects(Optional<JsonNode> statement) {
        List<Problem> problems = new ArrayList<>();
        statement.ifPresent(json -> {
            Map<String, String> named = new HashMap<>();
            for (JsonNode subject : json.path("subject")) {
                JsonNode digest = subject.path("digest").path("sha256");
                if (digest.isTextual() && named.put(subject.path("name").asText(), digest.asText()) != null) {
                    problems.add(new Problem(
                            Provenance.PATH, "names " + subject.path("name").asText() + " twice"));
                }
            }
            TreeSet<String> paths = new TreeSet<>(named.keySet());
            paths.addAll(documents.stated().keySet());
            for (String path : paths) {
                subject(path, named.get(path), documents.found().get(path)).ifPresent(problems::add);
            }
        });
        if (statement.isEmpty()) {
            problems.add(new Problem(Provenance.PATH, "names no file, because it can't be read"));
        }
        return new Verification.Check("subjects", "The signed statement names each file with its hash.", problems);
    }

    private Optional<Problem> subject(String path, String named, Artifact there) {
        if (there == null) {
            return unread(path)
                    ? Optional.empty()
                    : Optional.of(new Problem(path, "is named by the signed statement and missing"));
        }
        if (named == null) {
            return Optional.of(new Problem(path, "is not named by the signed statement"));
        }
        return named.equals(there.sha256())
                ? Optional.empty()
                : Optional.of(new Problem(
                        path, "has SHA-256 " + there.sha256() + ", and the signed statement names " + named));
    }

    /** The files' hashes as the statement names them. */
    static Map<String, String> hashes(JsonNode statement) {
        Map<String, String> hashes = new HashMap<>();
        statement
                .path("subject")
                .forEach(subject -> hashes.put(
                        subject.path("name").asText(),
                        subject.path("digest").path("sha256").asText()));
        return hashes;
    }
}
