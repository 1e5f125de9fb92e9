package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Delete;
import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Move;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.HunkReader.Hunks;
import io.jenkins.plugins.openfactory.edit.ReplyParser.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code *** Begin Patch} envelope, and its {@code *** Add File:}, {@code *** Update File:} and {@code ***
 * Delete File:} sections where they stand without one. Used once.
 */
final class EnvelopeReader {
    private static final Format FORMAT = Format.PATCH_ENVELOPE;
    private static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final Pattern FILE = Pattern.compile("\\*\\*\\* (Add|Update|Delete) File: ?(.*)");
    private static final Pattern MOVE = Pattern.compile("\\*\\*\\* Move to: ?(.*)");

    private final List<String> lines;
    private final Optional<Fence> fence;
    private final List<Edit> edits = new ArrayList<>();
    private boolean delimited;

    /** Over a reply's lines; {@code fence} is the one that the envelope stands in. */
    EnvelopeReader(List<String> lines, Optional<Fence> fence) {
        this.lines = lines;
        this.fence = fence;
    }

    /** Whether a line opens an envelope or one of its sections. */
    static boolean opens(String line) {
        return line.strip().equals(BEGIN) || FILE.matcher(line).matches();
    }

    /** Whether a line is one of an envelope's own. */
    static boolean isHeader(String line) {
        return opens(line) || line.strip().equals(END) || MOVE.matcher(line).matches();
    }

    Section read(int from) {
        delimited = lines.get(from).strip().equals(BEGIN);
        int at = delimited ? from + 1 : from;
        while (at < lines.size() && !closesFence(at)) {
            String line = lines.get(at);
            // White space before a file's line is passed over where nothing but such a line can stand.
            Matcher file = FILE.matcher(delimited ? line.strip() : line);
            if (line.strip().equals(END)) {
                return new Section(edits, at + 1);
            } else if (file.matches()) {
                at = section(at, file.group(1), path(file.group(2)));
            } else if (line.isBlank() || line.strip().equals(HunkReader.END_OF_FILE)) {
                at++;
            } else if (delimited) {
                edits.add(unreadable("", at, "this line belongs to no file of the patch: " + line));
                at = next(at + 1);
            } else {
                break;
            }
        }
        if (delimited && at == lines.size()) {
            edits.add(unreadable("", from, "the patch is never closed by *** End Patch, so its end may be missing"));
        }
        return new Section(edits, at);
    }

    private boolean closesFence(int at) {
        return fence.filter(open -> open.isClosedFlushBy(lines.get(at))).isPresent();
    }

    private int next(int from) {
        int at = from;
        while (at < lines.size() && !stops(at)) {
            at++;
        }
        return at;
    }

    private boolean stops(int at) {
        return isHeader(lines.get(at)) || closesFence(at);
    }

    private static String path(String text) {
        String path = PathLine.quoted(text.strip());
        return path.matches("`[^`]+`") ? path.substring(1, path.length() - 1) : path;
    }

    private int section(int at, String verb, String path) {
        return switch (verb) {
            case "Add" -> add(at, path);
            case "Update" -> update(at, path);
            default -> {
                edits.add(new Delete(path, at + 1, FORMAT, Optional.empty()));
                yield at + 1;
            }
        };
    }

    private int add(int at, String path) {
        int end = at + 1;
        while (end < lines.size() && !stops(end) && !isPadded(end) && isContent(lines.get(end))) {
            end++;
        }
        int last = end;
        while (last > at + 1 && lines.get(last - 1).isEmpty()) {
            last--;
        }
        List<String> content = new ArrayList<>();
        for (String line : lines.subList(at + 1, last)) {
            content.add(line.isEmpty() ? line : line.substring(1));
        }
        boolean plain = lines.subList(at + 1, last).stream().anyMatch(line -> !line.isEmpty() && line.charAt(0) != '+');
        edits.add(
                plain
                        ? unreadable(path, at, "the patch adds a file, so each of its lines must begin with +")
                        : new Create(path, at + 1, FORMAT, content, false, false));
        return end;
    }

    private boolean isPadded(int at) {
        return delimited && FILE.matcher(lines.get(at).strip()).matches();
    }

    private boolean isContent(String line) {
        return delimited || fence.isPresent() || line.isEmpty() || line.startsWith("+");
    }

    private int update(int at, String path) {
        int from = at + 1;
        String target = path;
        Matcher move = from < lines.size() ? MOVE.matcher(lines.get(from)) : MOVE.matcher("");
        if (move.matches()) {
            target = path(move.group(1));
            edits.add(new Move(path, at + 1, FORMAT, target, false));
            from++;
        }
        Hunks hunks = new HunkReader(lines, this::stops, delimited || fence.isPresent()).read(from);
        for (HunkReader.Hunk hunk : hunks.all()) {
            edits.add(new Block(target, hunk.line(), FORMAT, List.of(hunk.script()), hunk.hint()));
        }
        if (hunks.all().isEmpty() && !move.matches()) {
            edits.add(unreadable(path, at, "the patch updates the file without a hunk"));
        }
        return Math.max(from, hunks.next());
    }

    private static Edit unreadable(String path, int at, String message) {
        return new Unreadable(path, at + 1, FORMAT, "malformed", message);
    }
}
