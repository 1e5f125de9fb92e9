package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.ReplyParser.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a search/replace block: {@code <<<<<<< SEARCH}, {@code =======}, {@code >>>>>>> REPLACE}, each of three to twelve
 * characters, or the marks of a merge conflict. Fences inside the block are content. Numbers before each line, and a
 * {@code :start_line:} before the first, are no content.
 */
final class BlockReader {
    private static final Pattern OPEN = Pattern.compile(
            " {0,3}\\\\?(?:<{5,12}\\s*(?i:SEARCH|ORIGINAL)\\b:?[\\s>]*(.*)|<{3,4} (?:SEARCH|ORIGINAL)\\s*|<{5,9} (?:HEAD|(?i:old|before|current|find))\\s*|-{7,9}\\s+SEARCH>?\\s*)");
    private static final Pattern CLOSE = Pattern.compile(
            " {0,3}\\\\?(?:>{5,12}\\s*(?i:REPLACE|UPDATED)\\b.*|>{3,4} (?:REPLACE|UPDATED)\\s*|\\+{7,9}\\s+REPLACE>?\\s*)");
    private static final Pattern BARE_CLOSE = Pattern.compile(" {0,3}>{5,9}(?:\\s.*)?");
    private static final Pattern DIVIDER = Pattern.compile(" {0,3}\\\\?={3,12}\\s*");
    private static final Pattern PLACE = Pattern.compile("\\s*:(start|end)_line:\\s*(\\d{1,9})\\s*");
    private static final Pattern RULE = Pattern.compile("\\s*-{5,}\\s*");
    private static final Pattern NUMBERED = Pattern.compile("\\s*\\d{1,6}\\s?(?:\\||\\t|: )(?: ?)(.*)");

    private final List<String> lines;
    private final PathFinder paths;

    BlockReader(List<String> lines, PathFinder paths) {
        this.lines = lines;
        this.paths = paths;
    }

    /** Whether a line opens a block. */
    static boolean opens(String line) {
        return OPEN.matcher(line).matches();
    }

    Section read(int at) {
        Matcher open = OPEN.matcher(lines.get(at));
        if (!open.matches()) {
            throw new IllegalArgumentException("line " + (at + 1) + " opens no block");
        }
        int length = markerLength(lines.get(at));
        int limit = limit(at, length);
        int close = close(at + 1, limit, length);
        String behind = open.group(1) == null ? "" : open.group(1).strip();
        if (close < 0) {
            return bad(at, behind, limit, "the block is never closed by >>>>>>> REPLACE");
        }
        List<Integer> dividers = dividers(at + 1, close, length);
        if (dividers.isEmpty()) {
            return bad(at, behind, close + 1, "the block has no ======= line between the two halves");
        }
        if (IntStream.range(1, dividers.size()).anyMatch(i -> dividers.get(i) == dividers.get(i - 1) + 1)) {
            return bad(
                    at,
                    behind,
                    close + 1,
                    "the block has more than one divider line, right behind each other; where one is content, use markers"
                            + " of another length, for instance nine characters each");
        }
        return new Section(List.of(edit(at, behind, close, dividers)), close + 1);
    }

    private Section bad(int at, String behind, int next, String message) {
        String path = paths.ofBlock(at, behind, false);
        return new Section(List.of(new Unreadable(path, at + 1, Format.SEARCH_REPLACE, "malformed", message)), next);
    }

    private Edit edit(int at, String behind, int close, List<Integer> dividers) {
        int from = contentStart(at + 1, dividers.get(0));
        List<String> first = lines.subList(from, dividers.get(0));
        List<String> after = lines.subList(dividers.get(0) + 1, close);
        boolean creates = first.stream().allMatch(String::isBlank);
        String path = paths.ofBlock(at, behind, creates);
        if (path.isEmpty()) {
            return new Unreadable(
                    path,
                    at + 1,
                    Format.SEARCH_REPLACE,
                    "malformed",
                    "the block has no path; write the file's path on a line of its own above the fence");
        }
        if (creates && after.isEmpty()) {
            return new Unreadable(
                    path, at + 1, Format.SEARCH_REPLACE, "identical", "both halves of the block are empty");
        }
        if (creates) {
            return new Create(path, at + 1, Format.SEARCH_REPLACE, after, false, false);
        }
        List<Script> readings = new ArrayList<>();
        for (int divider : dividers) {
            readings.add(Script.between(lines.subList(from, divider), lines.subList(divider + 1, close)));
        }
        if (dividers.size() == 1) {
            unnumbered(first, after).ifPresent(readings::add);
        }
        return new Block(path, at + 1, Format.SEARCH_REPLACE, readings, hint(at + 1, from));
    }

    /** After what some tools put before the lines to find: where they begin, and a rule. */
    private int contentStart(int from, int to) {
        int at = from;
        while (at < to && PLACE.matcher(lines.get(at)).matches()) {
            at++;
        }
        return at > from && at < to && RULE.matcher(lines.get(at)).matches() ? at + 1 : at;
    }

    private Hint hint(int from, int to) {
        for (String line : lines.subList(from, to)) {
            Matcher place = PLACE.matcher(line);
            if (place.matches() && place.group(1).equals("start")) {
                int position = Math.max(0, Integer.parseInt(place.group(2)) - 1);
                return new Hint(OptionalInt.of(position), List.of(), false, Optional.empty());
            }
        }
        return Hint.NONE;
    }

    /** The block without the line numbers that a model copied from what it was shown, where every line to find has one. */
    private static Optional<Script> unnumbered(List<String> before, List<String> after) {
        if (!before.stream().allMatch(line -> NUMBERED.matcher(line).matches())) {
            return Optional.empty();
        }
        return Optional.of(Script.between(withoutNumbers(before), withoutNumbers(after)));
    }

    private static List<String> withoutNumbers(List<String> numbered) {
        return numbered.stream()
                .map(line -> {
                    Matcher matcher = NUMBERED.matcher(line);
                    return matcher.matches() ? matcher.group(1) : line;
                })
                .toList();
    }

    /** The first line after the block's own opening line that opens a block with as long a marker, else the end. */
    private int limit(int at, int length) {
        return IntStream.range(at + 1, lines.size())
                .filter(i -> opens(lines.get(i)) && markerLength(lines.get(i)) == length)
                .findFirst()
                .orElse(lines.size());
    }

    private int close(int from, int to, int length) {
        int same = first(from, to, i -> CLOSE.matcher(lines.get(i)).matches() && markerLength(lines.get(i)) == length);
        if (same >= 0) {
            return same;
        }
        int other = first(from, to, i -> CLOSE.matcher(lines.get(i)).matches());
        return other >= 0
                ? other
                : first(from, to, i -> BARE_CLOSE.matcher(lines.get(i)).matches());
    }

    private static int first(int from, int to, IntPredicate wanted) {
        return IntStream.range(from, to).filter(wanted).findFirst().orElse(-1);
    }

    private List<Integer> dividers(int from, int to, int length) {
        List<Integer> all = IntStream.range(from, to)
                .filter(i -> DIVIDER.matcher(lines.get(i)).matches())
                .boxed()
                .toList();
        List<Integer> same =
                all.stream().filter(i -> markerLength(lines.get(i)) == length).toList();
        return same.isEmpty() ? all : same;
    }

    private static int markerLength(String line) {
        String text = line.strip();
        int length = 0;
        while (length < text.length() && text.charAt(length) == text.charAt(0)) {
            length++;
        }
        return length;
    }
}
