package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a unified diff, as git writes it, which files it touches and where. For one thread. */
final class PatchFiles {
    private static final Pattern HUNK =
            Pattern.compile("^@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
    private static final String NOTHING = "/dev/null";

    private final List<FileEvidence> files = new ArrayList<>();
    private final List<FileEvidence.Hunk> hunks = new ArrayList<>();
    private boolean inFile;
    private String before = "";
    private String after = "";
    private boolean renamed;
    private boolean binary;
    private int added;
    private int removed;
    private int oldLeft;
    private int newLeft;

    private PatchFiles() {}

    /** The files of a patch, in its order. */
    static List<FileEvidence> of(String patch) {
        PatchFiles reader = new PatchFiles();
        for (String line : patch.split("\n")) {
            reader.line(line);
        }
        reader.flush();
        return List.copyOf(reader.files);
    }

    private void line(String line) {
        Matcher hunk = HUNK.matcher(line);
        if (oldLeft > 0 || newLeft > 0) {
            body(line);
        } else if (line.startsWith("diff --git ")) {
            flush();
            begin(line);
        } else if (line.startsWith("--- ")) {
            before = name(line.substring(4));
        } else if (line.startsWith("+++ ")) {
            after = name(line.substring(4));
        } else if (line.startsWith("rename from ")) {
            renamed = true;
            before = line.substring("rename from ".length());
        } else if (line.startsWith("rename to ")) {
            after = line.substring("rename to ".length());
        } else if (line.startsWith("new file")) {
            before = NOTHING;
        } else if (line.startsWith("deleted file")) {
            after = NOTHING;
        } else if (line.startsWith("Binary files ") || line.startsWith("GIT binary patch")) {
            binary = true;
        } else if (hunk.matches()) {
            FileEvidence.Hunk place =
                    new FileEvidence.Hunk(number(hunk, 1), number(hunk, 2), number(hunk, 3), number(hunk, 4));
            hunks.add(place);
            oldLeft = place.oldLines();
            newLeft = place.newLines();
        }
    }

    private void body(String line) {
        char kind = line.isEmpty() ? ' ' : line.charAt(0);
        oldLeft -= kind == ' ' || kind == '-' ? 1 : 0;
        newLeft -= kind == ' ' || kind == '+' ? 1 : 0;
        added += kind == '+' ? 1 : 0;
        removed += kind == '-' ? 1 : 0;
    }

    /** Takes both names from the first line of a file; a new or deleted file corrects them later. */
    private void begin(String line) {
        inFile = true;
        String names = line.substring("diff --git ".length());
        int middle = names.indexOf(" b/");
        before = middle < 0 ? names : name(names.substring(0, middle));
        after = middle < 0 ? names : name(names.substring(middle + 1));
    }

    private void flush() {
        if (inFile) {
            boolean created = before.equals(NOTHING);
            boolean deleted = after.equals(NOTHING);
            String change = renamed ? "rename" : created ? "create" : deleted ? "delete" : "modify";
            files.add(new FileEvidence(
                    deleted ? before : after,
                    renamed ? Optional.of(before) : Optional.empty(),
                    change,
                    added,
                    removed,
                    binary,
                    List.copyOf(hunks)));
        }
        hunks.clear();
        inFile = false;
        renamed = false;
        binary = false;
        added = 0;
        removed = 0;
    }

    private static String name(String side) {
        String text = side.endsWith("\t") ? side.substring(0, side.length() - 1) : side;
        return text.startsWith("a/") || text.startsWith("b/") ? text.substring(2) : text;
    }

    /** A number of a hunk's header; a count that is left out is 1. */
    private static int number(Matcher header, int group) {
        return header.group(group) == null ? 1 : Integer.parseInt(header.group(group));
    }
}
