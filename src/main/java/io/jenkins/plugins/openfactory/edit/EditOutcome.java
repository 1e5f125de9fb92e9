package io.jenkins.plugins.openfactory.edit;

import java.util.List;

/** What became of a reply's edits: all of them, or none. */
public sealed interface EditOutcome {
    /**
     * Every edit applied.
     *
     * @param changes at most one per path, in order of path
     * @param format the format that was read: {@code search-replace}, {@code unified-diff}, {@code patch-envelope} or
     *     {@code whole-file}, several joined by {@code +}
     */
    record Applied(List<FileChange> changes, String format) implements EditOutcome {}

    /**
     * Nothing applied.
     *
     * @param problems each with a stable code and the path
     * @param feedback the text to send back to the model: each failed block with the nearest region, numbered
     */
    record Refused(List<Problem> problems, String feedback) implements EditOutcome {}

    /**
     * One reason of a refusal.
     *
     * @param code {@code no_edits}, {@code not_found}, {@code ambiguous}, {@code identical}, {@code bad_path},
     *     {@code exists}, {@code missing}, {@code binary}, {@code symlink}, {@code malformed}, {@code conflict} or {@code outside_ticket}
     */
    record Problem(String code, String path, String message) {}
}
