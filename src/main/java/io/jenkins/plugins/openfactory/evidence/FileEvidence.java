package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of a change.
 *
 * @param change {@code create}, {@code modify}, {@code delete} or {@code rename}
 * @param added how many lines only the new side has
 * @param removed how many lines only the old side has
 */
public record FileEvidence(
        String path,
        Optional<String> oldPath,
        String change,
        int added,
        int removed,
        boolean binary,
        List<Hunk> hunks) {
    /** A place in a file, counted as unified diffs count: first line and number of lines on the old and the new side. */
    public record Hunk(int oldStart, int oldLines, int newStart, int newLines) {}

    /**
     * The files of a change.
     *
     * @param files as git lists them
     * @param patch the same change as a unified diff, its files in the same order
     */
    public static List<FileEvidence> of(List<FileDiff> files, String patch) {
        List<List<Hunk>> hunks = hunks(patch);
        List<FileEvidence> evidence = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FileDiff file = files.get(i);
            evidence.add(new FileEvidence(
                    file.path(),
                    file.oldPath(),
                    file.kind().name().toLowerCase(Locale.ROOT),
                    file.added().size(),
                    file.removed().size(),
                    file.binary(),
                    hunks.size() == files.size() ? hunks.get(i) : List.of()));
        }
        return List.copyOf(evidence);
    }

    private static List<List<Hunk>> hunks(String patch) {
        return UnifiedPatch.parse(patch).stream()
                .map(bodies -> bodies.stream().map(UnifiedPatch.Body::hunk).toList())
                .toList();
    }

    /** The lines that a change adds. */
    public static int added(List<FileEvidence> files) {
        return files.stream().mapToInt(FileEvidence::added).sum();
    }

    /** The lines that a change removes. */
    public static int removed(List<FileEvidence> files) {
        return files.stream().mapToInt(FileEvidence::removed).sum();
    }
}
