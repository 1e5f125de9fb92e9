package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.Edit.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the edits in a reply, in the order in which they stand. Used once. */
final class ReplyParser {
    /** What a reasoning model writes before its reply; drafts of edits in it are not meant. */
    private static final Pattern THOUGHT = Pattern.compile("\\A\\s*<think(?:ing)?>.*?</think(?:ing)?>", Pattern.DOTALL);

    private static final Set<String> SHELLS = Set.of(
            "sh",
            "bash",
            "shell",
            "zsh",
            "console",
            "terminal",
            "shell-session",
            "cmd",
            "powershell",
            "output",
            "stdout");
    /** Files that may well hold what such a fence shows. */
    private static final Pattern SHELL_FILE = Pattern.compile(
            "(?i).+\\.(?:sh|bash|zsh|fish|ksh|bats|ps1|bat|cmd|md|txt|log|out|env|conf|cfg|in|tmpl|template)|(?:.*/)?\\.?[^./]+");

    /** How the lines of a merge conflict begin, in order. */
    private static final List<String> CONFLICT = List.of("<<<<<<< ", "=======", ">>>>>>> ");

    private static final Pattern TEXT_FILE =
            Pattern.compile("(?i).+\\.(?:md|mdx|markdown|rst|adoc|txt)|(?:.*/)?README");

    private final List<String> lines;
    private final Predicate<String> known;
    private final List<Edit> edits = new ArrayList<>();
    private final PathFinder paths;
    private final TagReader tags;
    private Optional<Fence> fence = Optional.empty();
    private int at;

    /** Over a reply; {@code known} says which paths exist. */
    ReplyParser(String reply, Predicate<String> known) {
        String plain = reply.startsWith("\ufeff") ? reply.substring(1) : reply;
        String spoken =
                THOUGHT.matcher(plain).replaceFirst(thought -> thought.group().replaceAll("[^\n]+", ""));
        this.lines = new ArrayList<>(List.of(spoken.split("\r?\n", -1)));
        this.known = known;
        this.paths = new PathFinder(lines, known);
        this.tags = new TagReader(lines, paths);
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
        Optional<Section> tag = tags.read(at);
        if (fence.isPresent() && fence.get().isClosedBy(line)) {
            fence = Optional.empty();
            at++;
        } else if (BlockReader.opens(line)) {
            take(new BlockReader(lines, paths).read(at));
        } else if (EnvelopeReader.opens(line)) {
            take(new EnvelopeReader(lines, fence).read(at));
        } else if (DiffReader.opens(lines, at)) {
            take(new DiffReader(lines, fence, known).read(at));
        } else if (ContextDiffReader.opens(lines, at)) {
            take(new ContextDiffReader(lines, fence, known).read(at));
        } else if (tag.isPresent()) {
            take(tag.get());
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
        for (int i = first; i < closing; i++) {
            lines.set(i, opened.inside(lines.get(i)));
        }
        Optional<String> path = paths.ofFence(at, opened).filter(name -> mayHold(name, opened));
        if (holdsEdits(first, end, path)) {
            fence = Optional.of(opened);
            at = first;
        } else if (path.isPresent() && holdsHunks(opened, path.get(), first, end)) {
            fence = Optional.of(opened);
            take(new DiffReader(lines, fence, known).readHunks(path.get(), paths.contentStart(path.get(), first, end)));
        } else if (path.isPresent() && isDiff(opened, path.get()) && closing >= 0) {
            edits.add(new Unreadable(
                    path.get(),
                    at + 1,
                    Format.UNIFIED_DIFF,
                    "malformed",
                    "the fence says that it holds a diff, but its lines are not those of a unified diff"));
            at = end + 1;
            paths.passed(at);
        } else if (path.isPresent() || closing >= 0) {
            path.ifPresent(name -> edits.add(whole(name, opened, first, closing)));
            at = end + 1;
            paths.passed(at);
        } else {
            at++;
        }
    }

    /** A command or its output below the name of a source file is an example, not the file. */
    private static boolean mayHold(String path, Fence opened) {
        return !SHELLS.contains(opened.language()) || SHELL_FILE.matcher(path).matches();
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

    /** Whether a fence has hunks in it for the file that its path names. */
    private boolean holdsHunks(Fence opened, String path, int first, int end) {
        boolean diff = isDiff(opened, path);
        if (!diff && path.matches(".+\\.(?:diff|patch)")) {
            return false;
        }
        List<String> body = lines.subList(paths.contentStart(path, first, end), end);
        return body.stream()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .filter(line -> line.startsWith("@@"))
                        .isPresent()
                || (diff && body.stream().allMatch(line -> line.isEmpty() || " +-@\\".indexOf(line.charAt(0)) >= 0));
    }

    private static boolean isDiff(Fence opened, String path) {
        return Set.of("diff", "patch", "udiff").contains(opened.language()) && !path.matches(".+\\.(?:diff|patch)");
    }

    private boolean isStart(int i) {
        return BlockReader.opens(lines.get(i))
                || EnvelopeReader.opens(lines.get(i))
                || DiffReader.opens(lines, i)
                || ContextDiffReader.opens(lines, i)
                || tags.opensPair(i);
    }

    private Edit whole(String path, Fence opened, int first, int closing) {
        int number = at + 1;
        if (closing < 0) {
            return new Unreadable(
                    path, number, Format.WHOLE_FILE, "malformed", "the fence with the file's content is never closed");
        }
        List<String> content = lines.subList(paths.contentStart(path, first, closing), closing);
        if (hasBlock(content)) {
            return new Unreadable(
                    path,
                    number,
                    Format.WHOLE_FILE,
                    "malformed",
                    "the fence has both plain content and a search/replace block; send one or the other");
        }
        if (mayGoOn(path, opened, closing)) {
            return new Unreadable(
                    path,
                    number,
                    Format.WHOLE_FILE,
                    "malformed",
                    "it is not clear which fence line ends the file; put the file in a fence of four backticks");
        }
        return new Whole(path, number, content);
    }

    /** Whether a search/replace block opens outside the fences that the content has in it. */
    private static boolean hasBlock(List<String> content) {
        int conflict = 0;
        for (int i = 0; i < content.size(); i++) {
            if (BlockReader.opens(content.get(i))) {
                return true;
            }
            conflict += content.get(i).startsWith(CONFLICT.get(conflict)) ? 1 : 0;
            if (conflict == CONFLICT.size()) {
                return true;
            }
            Optional<Fence> inner = Fence.opens(content.get(i));
            i = inner.isPresent() ? Math.max(i, inner.get().closing(content, i + 1)) : i;
        }
        return false;
    }

    /**
     * Whether what follows a text file's fence may be the rest of the file: a fence as short and without a language
     * comes before the next edit, so the two may have been meant as a pair inside the file.
     */
    private boolean mayGoOn(String path, Fence opened, int closing) {
        if (!TEXT_FILE.matcher(path).matches()) {
            return false;
        }
        for (int i = closing + 1; i < lines.size() && !isStart(i); i++) {
            Optional<Fence> next = Fence.opens(lines.get(i));
            if (next.isPresent()) {
                boolean same = next.get().mark() == opened.mark() && next.get().length() >= opened.length();
                if (new PathFinder(lines, known, closing + 1)
                        .ofFence(i, next.get())
                        .isPresent()) {
                    return false;
                } else if (same && next.get().info().isEmpty()) {
                    return true;
                }
                i = Math.max(i, next.get().closing(lines, i + 1));
            }
        }
        return false;
    }

    /** The edits of a part of the reply, and the index of the line after it. */
    record Section(List<Edit> edits, int next) {}
}
