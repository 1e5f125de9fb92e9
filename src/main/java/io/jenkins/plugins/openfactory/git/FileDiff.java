package io.jenkins.plugins.openfactory.git;

import java.util.List;
import java.util.Optional;

/**
 * One file's difference between two commits.
 *
 * @param path the new path, or the old one of a deleted file
 * @param oldPath set for a rename
 * @param added lines that only the new side has, in order, without line ends; empty for binary files
 * @param removed lines that only the old side has
 */
public record FileDiff(
        Kind kind, String path, Optional<String> oldPath, List<String> added, List<String> removed, boolean binary) {
    /** What happened to the file. */
    public enum Kind {
        CREATE,
        MODIFY,
        DELETE,
        RENAME
    }
}
