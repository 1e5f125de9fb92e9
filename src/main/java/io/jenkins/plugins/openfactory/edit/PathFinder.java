package io.jenkins.plugins.openfactory.edit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the path that belongs to a fence or a block from what stands around it. Used by one thread. */
final class PathFinder {
    private static final int MOST_PROSE = 3;
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?:file|filename|path|title|name)\\s*=\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s}\"']+))");
    private static final Pattern MENTION = Pattern.compile("`([^`]+)`");
    private static final Pattern TAGGED = Pattern.compile("[\\w+#.-]+[:\\s]\\s*(\\S.*)");

    private final List<String> lines;
    private final Predicate<String> known;
    private int floor;
    private String last = "";

    PathFinder(List<String> lines, Predicate<String> known) {
        this(lines, known, 0);
    }

    /** With {@code floor} the index of the first line that is looked at. */
    PathFinder(List<String> lines, Predicate<String> known, int floor) {
        this.lines = lines;
        this.known = known;
        this.floor = floor;
    }

    /** Nothing before this line says anything about what comes after it. */
    void passed(int next) {
        floor = next;
    }

    /** The path of the fence that a line opens: from the line above, from its info string, else from its first line. */
    Optional<String> ofFence(int at, Fence fence) {
        int above = indexAbove(at);
        Optional<String> path = above < 0 ? Optional.empty() : named(lines.get(above));
        return path.or(() -> ofInfo(fence)).or(() -> first(at + 1));
    }

    /** The last line before an index that is not blank; empty where nothing is said before it. */
    Optional<String> above(int at) {
        int found = indexAbove(at);
        return found < 0 ? Optional.empty() : Optional.of(lines.get(found));
    }

    private int indexAbove(int at) {
        int i = at - 1;
        while (i >= floor && lines.get(i).isBlank()) {
            i--;
        }
        return i < floor ? -1 : i;
    }

    Optional<String> named(String line) {
        return PathLine.parse(line, known).map(PathLine.Named::path);
    }

    private Optional<String> ofInfo(Fence fence) {
        String info = fence.info();
        Matcher attribute = ATTRIBUTE.matcher(info);
        if (attribute.find()) {
            for (int i = 1; i <= attribute.groupCount(); i++) {
                if (attribute.group(i) != null) {
                    return Optional.of(attribute.group(i));
                }
            }
        }
        Matcher tagged = TAGGED.matcher(info);
        Optional<String> path = tagged.matches() ? named(tagged.group(1)) : Optional.empty();
        return path.or(() -> info.isEmpty() ? Optional.empty() : named(info));
    }

    /** The path that a fence's first line gives; a bare name without a folder must exist to be one. */
    private Optional<String> first(int at) {
        return at >= lines.size()
                ? Optional.empty()
                : PathLine.parse(lines.get(at), known)
                        .filter(named -> !lines.get(at).startsWith("#!"))
                        .map(PathLine.Named::path)
                        .filter(path -> path.indexOf('/') > 0
                                || known.test(path)
                                || lines.get(at).toLowerCase(Locale.ROOT).contains("file"));
    }

    /** Where a file's content starts in its fence: after a first line that is nothing but its path. */
    int contentStart(String path, int first, int end) {
        boolean given = first < end && named(lines.get(first)).equals(Optional.of(path));
        int above = indexAbove(first - 1);
        boolean elsewhere = above >= 0 && named(lines.get(above)).equals(Optional.of(path));
        boolean bare = given && lines.get(first).strip().equals(path);
        return given && (bare || !elsewhere) ? first + 1 : first;
    }

    /**
     * The path of the block whose opening line stands at an index: what stands behind the marker, else a line above it
     * with a few lines of prose between at most, else the path of the block before.
     */
    String ofBlock(int at, String behind, boolean creates) {
        Optional<String> path = named(behind)
                .or(() -> behind.isEmpty() || behind.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(behind));
        boolean adjacent = true;
        int prose = 0;
        for (int i = at - 1; path.isEmpty() && i >= floor && prose <= MOST_PROSE; i--) {
            String line = lines.get(i).strip();
            Optional<Fence> fence = Fence.opens(line);
            if (fence.isPresent()) {
                path = ofInfo(fence.get());
            } else if (!line.isEmpty() && !line.matches("<\\w+>")) {
                path = (prose == 0 ? lenient(line) : sure(line)).or(() -> mentioned(line));
                prose++;
                adjacent = false;
            }
        }
        if (path.isEmpty() && (adjacent || !creates)) {
            return last;
        }
        last = path.orElse("");
        return last;
    }

    /** The one existing file that a line of prose names in backticks; enough for a block, whose lines must be in it. */
    private Optional<String> mentioned(String line) {
        List<String> paths = MENTION.matcher(line)
                .results()
                .map(found -> found.group(1))
                .filter(known)
                .distinct()
                .toList();
        return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
    }

    private Optional<String> lenient(String line) {
        return named(line).or(() -> line.matches("[.@+-]*\\w[\\w.@+-]*") ? Optional.of(line) : Optional.empty());
    }

    private Optional<String> sure(String line) {
        return PathLine.parse(line, known)
                .filter(named -> named.sure() || known.test(named.path()) || line.startsWith("#"))
                .map(PathLine.Named::path);
    }
}
