package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern HUNK =
            Pattern.compile("^@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");

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
        List<List<Hunk>> files = new ArrayList<>();
        int oldLeft = 0;
        int newLeft = 0;
        for (String line : patch.split("\n")) {
            Matcher header = HUNK.matcher(line);
            if (oldLeft > 0 || newLeft > 0) {
                oldLeft -= line.startsWith(" ") || line.startsWith("-") ? 1 : 0;
                newLeft -= line.startsWith(" ") || line.startsWith("+") ? 1 : 0;
            } else if (line.startsWith("diff --git ")) {
                files.add(new ArrayList<>());
            } else if (header.matches() && !files.isEmpty()) {
                Hunk hunk = new Hunk(number(header, 1), number(header, 2), number(header, 3), number(header, 4));
                files.get(files.size() - 1).add(hunk);
                oldLeft = hunk.oldLines();
                newLeft = hunk.newLines();
            }
        }
        return files;
    }

    /** A number of a hunk's header; a count that is left out is 1. */
    private static int number(Matcher header, int group) {
        return header.group(group) == null ? 1 : Integer.parseInt(header.group(group));
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
