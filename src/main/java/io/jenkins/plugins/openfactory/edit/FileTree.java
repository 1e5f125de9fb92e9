package io.jenkins.plugins.openfactory.edit;

import java.util.Optional;

/** The files that edits are applied to, read-only: a commit of the run, or a folder. */
public interface FileTree {
    /** The entry at a path relative to the root with {@code /} between names; empty where there is none. */
    Optional<Entry> entry(String path);

    /**
     * One file.
     *
     * @param kind what it is
     * @param content the bytes as stored (for a symbolic link its target)
     */
    record Entry(Kind kind, byte[] content) {}

    /** What an entry is. */
    enum Kind {
        FILE,
        EXECUTABLE,
        SYMLINK,
        /** A submodule or a folder: never edited. */
        OTHER
    }
}
