package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.RequestNormaliser;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The run's files behind the doorway: masked, written once, and always hashed. */
public final class ArtifactDoor {
    private final DoorParts parts;
    private final ArtifactStore artifacts;

    ArtifactDoor(DoorParts parts, ArtifactStore artifacts) {
        this.parts = parts;
        this.artifacts = artifacts;
    }

    /** Publishes a text under a path; after a crash the first text that was recorded stays. */
    public Artifact publish(Scope scope, String path, String text) {
        String masked = masked(text);
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "artifact",
                                scope.key("artifact", path),
                                Json.object().put("content", Sha256.hex(RequestNormaliser.normalise(masked))),
                                () -> write(path, masked),
                                Json::tree,
                                json -> Json.value(json, Artifact.class))
                        .locally());
    }

    /**
     * A text and where it is published.
     *
     * @param path see {@link ArtifactStore#put}
     */
    public record Text(String path, String text) {}

    /**
     * Publishes several texts, each as {@link #publish(Scope, String, String)} does, and all at the same time, so that they
     * wait for the disk together. Where one fails, the others are published all the same.
     */
    public List<Artifact> publish(Scope scope, List<Text> texts) {
        return AtOnce.all(texts.stream()
                .<Callable<Artifact>>map(file -> () -> publish(scope, file.path(), file.text()))
                .toList());
    }

    /** A text as {@link #publish} writes it. */
    public String masked(String text) {
        return parts.mask().apply(text);
    }

    private Artifact write(String path, String text) {
        try {
            return artifacts.put(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't write the artifact " + path + ": " + e.getMessage(), e);
        }
    }

    /** The text of an artifact; empty where there is none. */
    public Optional<String> read(String path) {
        try {
            return artifacts.get(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't read the artifact " + path + ": " + e.getMessage(), e);
        }
    }

    /** Every artifact as it is on disk now. */
    public List<Artifact> list() {
        try {
            return artifacts.list();
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't list the artifacts: " + e.getMessage(), e);
        }
    }

    /**
     * Removes what killed processes left half-written, so that a bundle holds nothing else; only while nobody writes. A
     * replay removes nothing.
     */
    public void sweep() {
        if (parts.doorway().replaying()) {
            return;
        }
        try {
            artifacts.sweep();
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't remove half-written artifacts: " + e.getMessage(), e);
        }
    }
}
