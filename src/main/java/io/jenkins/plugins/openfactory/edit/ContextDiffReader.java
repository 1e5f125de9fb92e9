package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.HunkReader.Hunk;
import io.jenkins.plugins.openfactory.edit.ReplyParser.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one file's part of a context diff: {@code *** old}, {@code --- new}, and for each hunk a row of asterisks, the old
 * lines and the new ones. Either half may be left out where all its lines are context of the other.
 */
final class ContextDiffReader {
    private static final Pattern ROW = Pattern.compile("\\*{15}.*");
    private static final Pattern OLD = Pattern.compile("\\*\\*\\* \\d{1,9}(?:,\\d{1,9})? \\*{4}.*");
    private static final Pattern NEW = Pattern.compile("--- (\\d{1,9})(?:,\\d{1,9})? -{4}.*");

    private final List<String> lines;
    private final Optional<Fence> fence;
    private final Predicate<String> known;

    ContextDiffReader(List<String> lines, Optional<Fence> fence, Predicate<String> known) {
        this.lines = lines;
        this.fence = fence;
        this.known = known;
    }

    /** Whether a file's part begins at an index. */
    static boolean opens(List<String> lines, int at) {
        return at + 3 < lines.size()
                && lines.get(at).startsWith("*** ")
                && lines.get(at + 1).startsWith("--- ")
                && ROW.matcher(lines.get(at + 2)).matches()
                && OLD.matcher(lines.get(at + 3)).matches();
    }

    Section read(int from) {
        DiffSide before = DiffSide.before(lines.get(from).substring(4));
        DiffSide after = DiffSide.after(lines.get(from + 1).substring(4));
        int at = from + 2;
        List<Hunk> hunks = new ArrayList<>();
        while (at + 1 < lines.size()
                && ROW.matcher(lines.get(at)).matches()
                && OLD.matcher(lines.get(at + 1)).matches()) {
            at = hunk(at + 2, hunks);
        }
        DiffHeader header = new DiffHeader("", Map.of(), before, after, at);
        return new Section(new DiffReader(lines, fence, known).edits(from, header, hunks), at);
    }

    private int hunk(int from, List<Hunk> hunks) {
        List<String> old = new ArrayList<>();
        List<String> now = new ArrayList<>();
        int at = half(from, '-', old);
        OptionalInt position = OptionalInt.empty();
        Matcher header = at < lines.size() ? NEW.matcher(lines.get(at)) : NEW.matcher("");
        if (header.matches()) {
            position = OptionalInt.of(Math.max(0, Integer.parseInt(header.group(1)) - 1));
            at = half(at + 1, '+', now);
        }
        List<String> before = text(old.isEmpty() ? context(now) : old);
        List<String> after = text(now.isEmpty() ? context(old) : now);
        Hint hint = new Hint(position, List.of(), false, Optional.empty());
        boolean fresh = lines.get(from - 1).startsWith("*** 0 *");
        hunks.add(new Hunk(from - 1, Script.between(before, after), hint, fresh));
        return at;
    }

    /** The lines of one half: two characters, then the text; a blank line may have lost its two. */
    private int half(int from, char own, List<String> into) {
        int at = from;
        while (at < lines.size() && isOf(lines.get(at), own)) {
            if (!lines.get(at).startsWith("\\")) {
                into.add(lines.get(at));
            }
            at++;
        }
        while (!into.isEmpty() && into.get(into.size() - 1).isEmpty()) {
            into.remove(into.size() - 1);
        }
        return at;
    }

    private boolean isOf(String line, char own) {
        if (line.isEmpty() || line.startsWith("\\")) {
            return true;
        }
        boolean marked = line.charAt(0) == ' ' || line.charAt(0) == '!' || line.charAt(0) == own;
        return marked && (line.length() == 1 || line.charAt(1) == ' ');
    }

    private static List<String> context(List<String> half) {
        return half.stream()
                .filter(line -> line.isEmpty() || line.startsWith(" "))
                .toList();
    }

    private static List<String> text(List<String> half) {
        return half.stream()
                .map(line -> line.length() < 2 ? "" : line.substring(2))
                .toList();
    }
}
