package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Delete;
import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.Edit.Whole;
import io.jenkins.plugins.openfactory.edit.ReplyParser.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads edits that stand in elements, as many agents write them: {@code <old_str>} with {@code <new_str>},
 * {@code <content>} under {@code <path>}, {@code <file path="…">}. An element counts only with its closing tag. Block
 * markers inside elements are read as blocks elsewhere.
 */
final class TagReader {
    private static final Pattern OPEN = Pattern.compile("\\s*<([A-Za-z][\\w:-]*)((?:\\s[^<>]*?)?)(/?)>(.*)");
    private static final Pattern PATH = Pattern.compile(
            "(?i)\\b(?:path|file|file_?path|file_?name|target_?file|name)\\s*=\\s*(?:\"([^\"]+)\"|'([^']+)')");
    private static final Set<String> OLD =
            Set.of("search", "old", "old_str", "old_string", "old_text", "old_code", "find", "original");
    private static final Set<String> NEW = Set.of(
            "replace",
            "new",
            "new_str",
            "new_string",
            "new_text",
            "new_code",
            "replacement",
            "updated",
            "replace_with");
    /** Elements that hold a file where a path stands above them. */
    private static final Set<String> CONTENT =
            Set.of("content", "contents", "file_content", "file_text", "source", "code", "codeblock", "sourcecode");
    /** Elements that hold a file where their own attribute names it. */
    private static final Set<String> FILE = Set.of(
            "file",
            "new_file",
            "write_file",
            "create_file",
            "write_to_file",
            "boltaction",
            "lov-write",
            "source",
            "code");

    private static final Set<String> DELETE = Set.of("delete_file", "remove_file", "delete", "lov-delete");
    private static final String DATA = "<![CDATA[";

    private final List<String> lines;
    private final PathFinder paths;

    TagReader(List<String> lines, PathFinder paths) {
        this.lines = lines;
        this.paths = paths;
    }

    /** An opening tag: its name in lower case, its attributes, whether it closes itself, and what stands behind it. */
    private record Tag(String name, String attributes, boolean closed, String rest) {
        static Optional<Tag> of(String line) {
            Matcher matcher = OPEN.matcher(line);
            return matcher.matches()
                    ? Optional.of(new Tag(
                            matcher.group(1).toLowerCase(Locale.ROOT),
                            matcher.group(2),
                            !matcher.group(3).isEmpty(),
                            matcher.group(4)))
                    : Optional.empty();
        }

        Optional<String> path() {
            Matcher matcher = PATH.matcher(attributes);
            if (!matcher.find()) {
                return Optional.empty();
            }
            return Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
    }

    /** An element's text and the index of the line after it. */
    private record Element(List<String> text, int next) {}

    /** Whether a text to find and the text to put there begin at a line. */
    boolean opensPair(int at) {
        return Tag.of(lines.get(at))
                .filter(tag -> OLD.contains(tag.name()))
                .flatMap(tag -> element(at, tag))
                .flatMap(old -> replacement(old.next()))
                .isPresent();
    }

    /** The edits of the element that a line opens; empty where it opens none. */
    Optional<Section> read(int at) {
        Optional<Tag> found = Tag.of(lines.get(at));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Tag tag = found.get();
        if (OLD.contains(tag.name())) {
            return element(at, tag).flatMap(old -> replacement(old.next()).map(now -> pair(at, tag, old, now)));
        }
        return DELETE.contains(tag.name()) ? deletion(at, tag) : content(at, tag);
    }

    private Section pair(int at, Tag tag, Element old, Element now) {
        boolean creates = old.text().stream().allMatch(String::isBlank);
        String path = tag.path().orElseGet(() -> paths.ofBlock(at, "", creates));
        Edit edit;
        if (path.isEmpty()) {
            edit = new Unreadable(path, at + 1, Format.SEARCH_REPLACE, "malformed", "the edit has no path");
        } else if (creates) {
            edit = new Create(path, at + 1, Format.SEARCH_REPLACE, now.text(), false, false);
        } else {
            Script script = Script.between(old.text(), now.text());
            edit = new Block(path, at + 1, Format.SEARCH_REPLACE, List.of(script), Hint.NONE);
        }
        return new Section(List.of(edit), now.next());
    }

    private Optional<Element> replacement(int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).isBlank()) {
            at++;
        }
        if (at == lines.size()) {
            return Optional.empty();
        }
        int start = at;
        return Tag.of(lines.get(at)).filter(tag -> NEW.contains(tag.name())).flatMap(tag -> element(start, tag));
    }

    private Optional<Section> deletion(int at, Tag tag) {
        if (tag.path().isPresent()) {
            return Optional.of(delete(tag.path().get(), at, at + 1));
        }
        return tag.closed()
                ? Optional.empty()
                : element(at, tag)
                        .flatMap(inside -> inside.text().stream()
                                .filter(line -> !line.isBlank())
                                .findFirst()
                                .flatMap(paths::named)
                                .map(path -> delete(path, at, inside.next())));
    }

    private static Section delete(String path, int at, int next) {
        return new Section(List.of(new Delete(path, at + 1, Format.WHOLE_FILE, Optional.empty())), next);
    }

    private Optional<Section> content(int at, Tag tag) {
        boolean alone = tag.rest().isBlank() || tag.rest().strip().equals(DATA);
        if (tag.closed() || !alone) {
            return Optional.empty();
        }
        Optional<String> path = FILE.contains(tag.name()) ? tag.path() : Optional.empty();
        if (path.isEmpty() && CONTENT.contains(tag.name())) {
            path = paths.above(at).flatMap(paths::named);
        }
        return path.flatMap(name -> element(at, tag)
                .filter(inside -> !holdsEdits(at + 1, inside.next()))
                .map(inside -> new Section(List.of(new Whole(name, at + 1, inside.text())), inside.next())));
    }

    private boolean holdsEdits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (BlockReader.opens(lines.get(i)) || EnvelopeReader.opens(lines.get(i)) || opensPair(i)) {
                return true;
            }
        }
        return false;
    }

    /** What stands between a tag and its closing tag; the lines of the tags themselves count where text is on them. */
    private Optional<Element> element(int at, Tag tag) {
        if (tag.closed()) {
            return Optional.empty();
        }
        String close = "</" + tag.name() + ">";
        List<String> text = new ArrayList<>();
        int depth = 0;
        for (int i = at; i < lines.size(); i++) {
            String line = i == at ? tag.rest() : lines.get(i);
            int end = line.toLowerCase(Locale.ROOT).lastIndexOf(close);
            depth += i > at && opensAlone(line, tag.name()) ? 1 : 0;
            if (end >= 0 && line.substring(end + close.length()).isBlank() && depth-- == 0) {
                String last = line.substring(0, end);
                if (!last.isBlank()) {
                    text.add(last);
                }
                return Optional.of(new Element(withoutData(text), i + 1));
            }
            if (i > at || !line.isBlank()) {
                text.add(line);
            }
        }
        return Optional.empty();
    }

    private static boolean opensAlone(String line, String name) {
        return Tag.of(line)
                .filter(tag ->
                        tag.name().equals(name) && !tag.closed() && tag.rest().isBlank())
                .isPresent();
    }

    /** The lines without the marks of a CDATA section around them. */
    private static List<String> withoutData(List<String> text) {
        int last = text.size() - 1;
        if (text.isEmpty()
                || !text.get(0).strip().equals(DATA)
                || !text.get(last).strip().endsWith("]]>")) {
            return List.copyOf(text);
        }
        List<String> inside = new ArrayList<>(text.subList(1, last));
        String end = text.get(last).substring(0, text.get(last).lastIndexOf("]]>"));
        if (!end.isBlank()) {
            inside.add(end);
        }
        return inside;
    }
}
