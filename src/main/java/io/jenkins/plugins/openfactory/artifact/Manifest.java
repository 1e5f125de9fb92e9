package io.jenkins.plugins.openfactory.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every artifact of a run with its size and hash (schema {@code manifest}). Holds no time, so the same files always give
 * the same manifest.
 *
 * @param specSha256 the freeze hash, where something was frozen
 * @param artifacts in order of path, each path once; not the manifest itself
 */
public record Manifest(String runId, Optional<String> specSha256, List<Artifact> artifacts) {
    /** Where a bundle has it. */
    public static final String PATH = "manifest.json";

    /** @throws IllegalArgumentException if a path is no artifact path or is there twice */
    public Manifest {
        artifacts =
                artifacts.stream().sorted(Comparator.comparing(Artifact::path)).toList();
        Set<String> paths = new HashSet<>();
        for (Artifact artifact : artifacts) {
            ArtifactPath.require(artifact.path());
            if (!paths.add(artifact.path())) {
                throw new IllegalArgumentException("the artifact " + artifact.path() + " is there twice");
            }
        }
    }

    /** The manifest of these artifacts, without the manifest file itself where it is among them. */
    public static Manifest of(String runId, Optional<String> specSha256, Collection<Artifact> artifacts) {
        return new Manifest(
                runId,
                specSha256,
                artifacts.stream()
                        .filter(artifact -> !artifact.path().equals(PATH))
                        .toList());
    }

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException naming the first thing that is wrong with it
     */
    public static Manifest parse(String text) {
        JsonNode json = Json.read(text);
        List<SchemaViolation> violations = JsonSchemas.validate("manifest", json);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("not a manifest: " + violations.get(0));
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode entry : json.get("artifacts")) {
            artifacts.add(new Artifact(
                    entry.get("path").asText(),
                    entry.get("size").asLong(),
                    entry.get("sha256").asText()));
        }
        return new Manifest(
                json.get("runId").asText(),
                Optional.of(json.get("specSha256")).filter(JsonNode::isTextual).map(JsonNode::asText),
                artifacts);
    }

    /** The document. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("runId", runId).put("specSha256", specSha256.orElse(null));
        json.set("artifacts", Json.tree(artifacts));
        return json;
    }

    /** The bytes of {@value #PATH} as text: the canonical form (RFC 8785), which is also what is hashed. */
    public String text() {
        return Json.canonical(toJson());
    }

    public String sha256() {
        return Sha256.hex(text());
    }

    /**
     * Compares what is there with this manifest.
     *
     * @param found the artifacts as they are on disk now; the manifest file itself is left out
     * @return one sentence for each file that is missing, changed or not listed, in order of path; empty if all is well
     */
    public List<String> differences(Collection<Artifact> found) {
        Map<String, Artifact> listed = byPath(artifacts);
        Map<String, Artifact> present = byPath(found);
        Set<String> paths = new HashSet<>(listed.keySet());
        paths.addAll(present.keySet());
        paths.remove(PATH);
        return paths.stream()
                .sorted()
                .map(path -> difference(path, listed.get(path), present.get(path)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> difference(String path, Artifact listed, Artifact present) {
        if (present == null) {
            return Optional.of(path + " is missing");
        }
        if (listed == null) {
            return Optional.of(path + " is not in the manifest");
        }
        return listed.equals(present)
                ? Optional.empty()
                : Optional.of(path + " has SHA-256 " + present.sha256() + " instead of " + listed.sha256());
    }

    private static Map<String, Artifact> byPath(Collection<Artifact> artifacts) {
        return artifacts.stream().collect(Collectors.toMap(Artifact::path, Function.identity()));
    }
}
