package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.evidence.FileEvidence.Hunk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads git-style unified diffs. Stateless. */
final class UnifiedPatch {
    private static final Pattern HEADER =
            Pattern.compile("^@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");

    private UnifiedPatch() {}

    /**
     * One hunk with its lines.
     *
     * @param marks a space, {@code +} or {@code -} for each line, in order
     */
    record Body(Hunk hunk, String marks) {}

    /** The hunks of each file, in the order of the patch. */
    static List<List<Body>> parse(String patch) {
        List<List<Body>> files = new ArrayList<>();
        String[] lines = patch.split("\n");
        int at = 0;
        while (at < lines.length) {
            Matcher header = HEADER.matcher(lines[at]);
            if (lines[at].startsWith("diff --git ")) {
                files.add(new ArrayList<>());
            } else if (!files.isEmpty() && header.matches()) {
                Hunk hunk = new Hunk(number(header, 1), number(header, 2), number(header, 3), number(header, 4));
                Body body = new Body(hunk, marks(lines, at + 1, hunk));
                files.get(files.size() - 1).add(body);
                at += body.marks().length();
            }
            at++;
        }
        return files;
    }

    /** A number of a hunk's header; a count that is left out is 1. */
    private static int number(Matcher header, int group) {
        return header.group(group) == null ? 1 : Integer.parseInt(header.group(group));
    }

    /** The marks of a hunk's lines up to its counts; lines about a missing line end count as nothing but stand between. */
    private static String marks(String[] lines, int from, Hunk hunk) {
        StringBuilder marks = new StringBuilder();
        int oldLeft = hunk.oldLines();
        int newLeft = hunk.newLines();
        for (int at = from; at < lines.length && (oldLeft > 0 || newLeft > 0); at++) {
            char mark = lines[at].isEmpty() ? ' ' : lines[at].charAt(0);
            oldLeft -= mark == ' ' || mark == '-' ? 1 : 0;
            newLeft -= mark == ' ' || mark == '+' ? 1 : 0;
            marks.append(mark);
        }
        return marks.toString();
    }
}
