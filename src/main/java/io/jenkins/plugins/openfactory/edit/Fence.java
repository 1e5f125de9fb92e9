package io.jenkins.plugins.openfactory.edit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The opening line of a fenced block: three or more backticks or tildes, and what stands behind them.
 *
 * @param indent how many spaces come before it; as many are taken off the lines inside
 * @param info the text behind the marks
 */
record Fence(int indent, char mark, int length, String info) {
    private static final Pattern LINE = Pattern.compile("( *)(`{3,}|~{3,})(.*)");

    /** The fence that a line opens; empty where it is no fence line. */
    static Optional<Fence> opens(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String marks = matcher.group(2);
        String info = matcher.group(3).strip();
        if (marks.charAt(0) == '`' && info.indexOf('`') >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Fence(matcher.group(1).length(), marks.charAt(0), marks.length(), info));
    }

    /** Whether a line, with its indent, closes this fence. */
    boolean isClosedBy(String line) {
        return opens(line)
                .filter(other -> other.info.isEmpty()
                        && other.mark == mark
                        && other.length >= length
                        && other.indent <= indent + 3)
                .isPresent();
    }

    /** Whether a line closes this fence with no space more before it than the opening line has. */
    boolean isClosedFlushBy(String line) {
        return line.length() > indent && line.charAt(indent) == mark && isClosedBy(line);
    }

    /**
     * The index of the line that closes this fence. A fence of the same marks with something behind them is content and
     * has a closing line of its own.
     *
     * @param from the index of the first line inside
     * @return -1 where nothing closes it
     */
    int closing(List<String> lines, int from) {
        Deque<Fence> open = new ArrayDeque<>();
        open.push(this);
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i);
            if (open.element().isClosedBy(line)) {
                open.pop();
                if (open.isEmpty()) {
                    return i;
                }
            } else {
                opens(line)
                        .filter(other -> !other.info.isEmpty()
                                && other.mark == mark
                                && other.length >= length
                                && other.indent <= indent + 3)
                        .ifPresent(open::push);
            }
        }
        return -1;
    }

    /** A line inside, without the fence's own indent. */
    String inside(String line) {
        int strip = 0;
        while (strip < indent && strip < line.length() && line.charAt(strip) == ' ') {
            strip++;
        }
        return line.substring(strip);
    }

    /** The language tag in lower case; empty where there is none. */
    String language() {
        return info.split("[\\s:{]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
