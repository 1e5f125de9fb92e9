package io.jenkins.plugins.openfactory.git;

import java.util.List;

/** What came of putting a change onto another commit. */
public sealed interface MergeOutcome {
    /**
     * It fits.
     *
     * @param commit the new commit; the given one itself where nothing had to move
     */
    record Merged(String commit) implements MergeOutcome {}

    /** Both sides changed the same lines of these files; nothing was made. */
    record Conflict(List<String> paths) implements MergeOutcome {}
}
