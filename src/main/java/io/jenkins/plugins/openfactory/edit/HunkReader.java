package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Script.Kind;
import io.jenkins.plugins.openfactory.edit.Script.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the hunks of one file: {@code @@} lines with or without numbers, then lines that begin with a space, {@code +},
 * {@code -} or {@code \}. The counts in a header are believed only where the lines agree with them.
 */
final class HunkReader {
    private static final Pattern NUMBERS =
            Pattern.compile("@@+\\s*-(\\d{1,9})(?:,(\\d{1,9}))?\\s+\\+(\\d{1,9})(?:,(\\d{1,9}))?\\s*(?:@@+)?(.*)");
    private static final Pattern SIGNATURE = Pattern.compile("--\\s*|-- \\d.*");
    static final String END_OF_FILE = "*** End of File";

    private final List<String> lines;
    private final IntPredicate stop;
    private final boolean fenced;

    /**
     * Over a reply's lines.
     *
     * @param stop whether the line at an index is no part of this file's hunks any more
     * @param fenced whether the hunks stand in a fence or an envelope, so that a line without a mark is context that lost
     *     its space and not prose
     */
    HunkReader(List<String> lines, IntPredicate stop, boolean fenced) {
        this.lines = lines;
        this.stop = stop;
        this.fenced = fenced;
    }

    /**
     * One hunk.
     *
     * @param line the number of the reply's line that it starts on
     * @param fresh whether its header says that the file had no line before
     */
    record Hunk(int line, Script script, Hint hint, boolean fresh) {}

    /**
     * The hunks and the index of the line after them.
     *
     * @param counted whether the last header's counts agree with its lines
     */
    record Hunks(List<Hunk> all, int next, boolean counted) {}

    private record Header(
            OptionalInt oldCount, OptionalInt newCount, OptionalInt position, Optional<String> anchor, boolean fresh) {
        private static final Header NONE =
                new Header(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), false);

        static Header of(String line) {
            Matcher numbers = NUMBERS.matcher(line);
            if (!numbers.matches()) {
                String text = line.replaceAll("^@@+|\\s*@@+\\s*$", "").strip();
                boolean anchor = !text.isEmpty() && !text.matches("[.…\\s@,+-]+");
                return anchor
                        ? new Header(NONE.oldCount, NONE.newCount, NONE.position, Optional.of(text), false)
                        : NONE;
            }
            int start = Integer.parseInt(numbers.group(3));
            int count = count(numbers.group(4));
            String section = numbers.group(5).strip();
            return new Header(
                    OptionalInt.of(count(numbers.group(2))),
                    OptionalInt.of(count),
                    OptionalInt.of(count == 0 ? start : Math.max(0, start - 1)),
                    section.isEmpty() ? Optional.empty() : Optional.of(section),
                    fresh(numbers));
        }

        /** Whether both numbers of the old side are zero; diff writes that for an empty file only, or for one that is not there. */
        private static boolean fresh(Matcher numbers) {
            return Integer.parseInt(numbers.group(1)) == 0 && count(numbers.group(2)) == 0;
        }

        private static int count(String digits) {
            return digits == null ? 1 : Integer.parseInt(digits);
        }
    }

    /** Where a hunk's lines end, and whether its header counted them right. */
    private record Body(int end, boolean counted) {}

    Hunks read(int from) {
        List<Hunk> hunks = new ArrayList<>();
        List<String> anchors = new ArrayList<>();
        boolean counted = true;
        int at = from;
        while (at < lines.size() && !stop.test(at)) {
            int first = at;
            Header header = Header.NONE;
            if (isHeader(lines.get(at))) {
                header = Header.of(lines.get(at++));
                header.anchor().ifPresent(anchors::add);
            }
            Body body = body(at, header);
            if (body.end() > at) {
                hunk(first, at, body, header, anchors).ifPresent(hunks::add);
                counted = body.counted();
                anchors.clear();
            } else if (at == first) {
                break;
            }
            at = body.end();
        }
        return new Hunks(hunks, at, counted);
    }

    private static boolean isHeader(String line) {
        return line.startsWith("@@");
    }

    private Body body(int from, Header header) {
        int end = header.oldCount().isPresent()
                ? countedEnd(
                        from, header.oldCount().getAsInt(), header.newCount().getAsInt())
                : -1;
        if (end >= 0) {
            return new Body(end, true);
        }
        end = from;
        while (end < lines.size() && !stop.test(end) && isBody(lines.get(end))) {
            end++;
        }
        return new Body(end, false);
    }

    private boolean isBody(String line) {
        if (isHeader(line) || SIGNATURE.matcher(line).matches()) {
            return false;
        }
        return fenced || line.isEmpty() || isMarked(line) || line.equals(END_OF_FILE);
    }

    private static boolean isMarked(String line) {
        return " +-\\".indexOf(line.charAt(0)) >= 0;
    }

    /** Where the hunk ends if its header counted right, else -1. */
    private int countedEnd(int from, int oldCount, int newCount) {
        int before = oldCount;
        int after = newCount;
        int at = from;
        while ((before > 0 || after > 0) && at < lines.size()) {
            String line = lines.get(at++);
            char mark = line.isEmpty() ? ' ' : line.charAt(0);
            if (!line.isEmpty() && !isMarked(line)) {
                return -1;
            }
            before -= mark == ' ' || mark == '-' ? 1 : 0;
            after -= mark == ' ' || mark == '+' ? 1 : 0;
        }
        if (at < lines.size() && lines.get(at).startsWith("\\")) {
            at++;
        }
        return before == 0 && after == 0 && mayFollow(at) ? at : -1;
    }

    private boolean mayFollow(int at) {
        return at == lines.size()
                || stop.test(at)
                || lines.get(at).isEmpty()
                || !isMarked(lines.get(at))
                || SIGNATURE.matcher(lines.get(at)).matches();
    }

    private Optional<Hunk> hunk(int first, int from, Body body, Header header, List<String> anchors) {
        int end = body.end();
        while (!body.counted() && end > from && lines.get(end - 1).isEmpty()) {
            end--;
        }
        List<Op> ops = new ArrayList<>();
        boolean oldOpen = false;
        boolean newOpen = false;
        boolean atEnd = false;
        for (String line : lines.subList(from, end)) {
            if (line.equals(END_OF_FILE)) {
                atEnd = true;
            } else if (line.startsWith("\\")) {
                atEnd = true;
                Op last = ops.isEmpty() ? new Op(Kind.KEEP, "") : ops.remove(ops.size() - 1);
                if (!last.text().isEmpty()) {
                    // A line that is empty and has no end is none: the line before it has its end.
                    ops.add(last);
                    oldOpen |= last.kind() != Kind.INSERT;
                    newOpen |= last.kind() != Kind.DELETE;
                }
            } else {
                ops.add(op(line));
            }
        }
        boolean open = oldOpen || newOpen;
        Hint hint = new Hint(header.position(), anchors, atEnd, open ? Optional.of(newOpen) : Optional.empty());
        return ops.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hunk(first + 1, new Script(ops), hint, header.fresh()));
    }

    private static Op op(String line) {
        if (line.isEmpty()) {
            return new Op(Kind.KEEP, "");
        }
        return switch (line.charAt(0)) {
            case '+' -> new Op(Kind.INSERT, line.substring(1));
            case '-' -> new Op(Kind.DELETE, line.substring(1));
            case ' ' -> new Op(Kind.KEEP, line.substring(1));
            default -> new Op(Kind.KEEP, line);
        };
    }
}
