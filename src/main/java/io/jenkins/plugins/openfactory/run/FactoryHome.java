package io.jenkins.plugins.openfactory.run;

import java.nio.file.Path;

/**
 * Where the factory's files are. Paths only: nothing is created or read here.
 *
 * @param root the folder that {@code --home} names, absolute
 * @param workspaces the folder of working trees, outside {@code root} when its sandbox user could not reach it there
 */
public record FactoryHome(Path root, Path workspaces) {
    /** The folder of a run's artifacts, under the names of the pipeline contract. */
    public Path artifacts(String runId) {
        return run(runId).resolve("artifacts");
    }

    /** The folder of everything that one run keeps on disk. */
    public Path run(String runId) {
        return root.resolve("runs").resolve(runId);
    }

    /** The bare repository in which a run's commits are made. Never writable for a command of the model. */
    public Path repository(String runId) {
        return run(runId).resolve("repo.git");
    }

    /** Where the working trees of a run are. */
    public Path workspaces(String runId) {
        return workspaces.resolve(runId);
    }

    /** The folder of what runs fetched before they built without a network. */
    public Path caches() {
        return root.resolve("caches");
    }

    /** The embedded store's file. */
    public Path store() {
        return root.resolve("store.db");
    }

    /** The folder of the key that signs releases; for the owner's eyes only. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** The folder of the local forge's bare repositories and check logs. */
    public Path forge() {
        return root.resolve("forge");
    }
}
