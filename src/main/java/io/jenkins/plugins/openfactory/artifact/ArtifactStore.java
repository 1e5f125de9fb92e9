package io.jenkins.plugins.openfactory.artifact;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The artifacts of one run: files with their hashes. Safe for any thread. */
public interface ArtifactStore {
    /**
     * Writes a file whole: to a temporary name, flushed to disk, then renamed. Writing the same content again changes
     * nothing; other content under the same path replaces it.
     */
    Artifact put(String path, byte[] content) throws IOException;

    /** The file's content; empty where there is none. */
    Optional<byte[]> get(String path) throws IOException;

    /** Every artifact of the run, in order of path, hashed as it is on disk now. */
    List<Artifact> list() throws IOException;

    /** Removes what killed writers left half-written. Only while nobody writes. */
    void sweep() throws IOException;
}
