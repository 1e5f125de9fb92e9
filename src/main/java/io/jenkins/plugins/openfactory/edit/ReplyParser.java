package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.Edit.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the edits in a reply, in the order in which they stand. Used once. */
final class ReplyParser {
    private final List<String> lines;
    private final Predicate<String> known;
    private final List<Edit> edits = new ArrayList<>();
    private final PathFinder paths;
    private Optional<Fence> fence = Optional.empty();
    private int at;

    /** Over a reply; {@code known} says which paths exist. */
    ReplyParser(String reply, Predicate<String> known) {
        String plain = reply.startsWith("\ufeff") ? reply.substring(1) : reply;
        this.lines = new ArrayList<>(List.of(plain.split("\r?\n", -1)));
        this.known = known;
        this.paths = new PathFinder(lines, known);
    }

    List<Edit> parse() {
        while (at < lines.size()) {
            step();
        }
        return List.copyOf(edits);
    }

    private void step() {
        String line = lines.get(at);
        Optional<Fence> opened = Fence.opens(line);
        if (fence.isPresent() && fence.get().isClosedBy(line)) {
            fence = Optional.empty();
            at++;
        } else if (BlockReader.opens(line)) {
            take(new BlockReader(lines, paths).read(at));
        } else if (fence.isEmpty() && opened.isPresent()) {
            open(opened.get());
        } else {
            at++;
        }
    }

    private void take(Section section) {
        edits.addAll(section.edits());
        at = section.next();
        paths.passed(at);
    }

    private void open(Fence opened) {
        int first = at + 1;
        int closing = opened.closing(lines, first);
        int end = closing < 0 ? lines.size() : closing;
        for (int i = first; i < end; i++) {
            lines.set(i, opened.inside(lines.get(i)));
        }
        Optional<String> path = paths.ofFence(at, opened);
        if (holdsEdits(first, end, path)) {
            fence = Optional.of(opened);
            at = first;
        } else {
            path.ifPresent(name -> edits.add(whole(name, first, closing)));
            at = end + 1;
            paths.passed(at);
        }
    }

    /** Whether a fence has edits of another form in it, instead of being a file's content. */
    private boolean holdsEdits(int first, int end, Optional<String> path) {
        for (int i = first; i < end; i++) {
            if (isStart(i)) {
                return true;
            }
            boolean leading = lines.get(i).isBlank()
                    || PathLine.parse(lines.get(i), known).isPresent();
            if (path.isPresent() && !leading) {
                return false;
            }
        }
        return false;
    }

    private boolean isStart(int i) {
        return BlockReader.opens(lines.get(i));
    }

    private Edit whole(String path, int first, int closing) {
        int number = at + 1;
        if (closing < 0) {
            return new Unreadable(
                    path, number, Format.WHOLE_FILE, "malformed", "the fence with the file's content is never closed");
        }
        List<String> content = lines.subList(paths.contentStart(path, first, closing), closing);
        if (content.stream().anyMatch(BlockReader::opens)) {
            return new Unreadable(
                    path,
                    number,
                    Format.WHOLE_FILE,
                    "malformed",
                    "the fence has both plain content and a search/replace block; send one or the other");
        }
        return new Whole(path, number, content);
    }

    /** The edits of a part of the reply, and the index of the line after it. */
    record Section(List<Edit> edits, int next) {}
}
