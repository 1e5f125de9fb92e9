package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Delete;
import io.jenkins.plugins.openfactory.edit.Edit.Mode;
import io.jenkins.plugins.openfactory.edit.Edit.Move;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.Edit.Whole;
import io.jenkins.plugins.openfactory.edit.FileTree.Kind;
import io.jenkins.plugins.openfactory.edit.Ladder.Found;
import io.jenkins.plugins.openfactory.edit.Ladder.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files as they are while a reply's edits are made one by one. The tree stays as it is. Used by one thread. */
final class Draft {
    /** In files of at least as many lines, content that is a part of them is taken for a quotation. */
    private static final int QUOTED_FROM = 20;

    /** A comment that stands for lines, as models write it instead of a file's whole content. */
    private static final Pattern LEFT_OUT = Pattern.compile("(?i)\\s*(?://|#|--|;|%|/\\*|<!--|\\{/\\*)[\\s.…(\\[]*"
            + "(?:(?:the )?(?:rest|remainder|remaining|existing|other|previous|unchanged|same)\\b.*|.*\\b(?:unchanged|omitted|as before"
            + "|(?:remains?|stays?) (?:the same|as is))\\b.*)");

    private final NavigableMap<String, Slot> slots = new TreeMap<>();
    private final TreePaths paths;

    Draft(FileTree tree) {
        this.paths = new TreePaths(tree, this::goneOrMade);
    }

    /** One file. */
    private static final class Slot {
        private Optional<byte[]> before = Optional.empty();
        private boolean executable;
        private Optional<Text> now = Optional.empty();
        private Optional<String> movedFrom = Optional.empty();
        private boolean movedAway;
        private boolean settled;
        private boolean edited;
        private boolean deleted;
    }

    /**
     * Makes one edit.
     *
     * @throws Refusal where it can't be made; the draft is then as it was
     */
    void apply(Edit edit) {
        if (edit instanceof Unreadable bad) {
            throw new Refusal(bad.code(), bad.message());
        }
        String path = paths.resolve(edit.path());
        if (edit instanceof Block block) {
            replace(existing(path), block);
        } else if (edit instanceof Whole whole) {
            whole(path, whole);
        } else if (edit instanceof Create create) {
            create(path, create);
        } else if (edit instanceof Delete delete) {
            delete(path, delete);
        } else if (edit instanceof Move move) {
            move(path, move);
        } else if (edit instanceof Mode mode) {
            mode(path, mode);
        }
    }

    private Slot slot(String path) {
        return slots.computeIfAbsent(path, wanted -> {
            Slot slot = new Slot();
            Optional<FileTree.Entry> entry = paths.file(wanted);
            entry.ifPresent(found -> {
                slot.before = Optional.of(found.content());
                slot.executable = found.kind() == Kind.EXECUTABLE;
                slot.now = Text.decode(found.content());
            });
            return slot;
        });
    }

    private Slot existing(String path) {
        Slot slot = slot(path);
        if (slot.deleted || slot.movedAway) {
            throw new Refusal("conflict", "the reply deletes or moves this file and changes it too");
        }
        if (slot.before.isEmpty() && slot.now.isEmpty()) {
            throw new Refusal(
                    "missing", "there is no such file; to create it, send its whole content in a fence under its path");
        }
        if (slot.now.isEmpty()) {
            throw new Refusal("binary", "the file is binary or not UTF-8, so it can't be edited as text");
        }
        return slot;
    }

    private void replace(Slot slot, Block block) {
        Text text = slot.now.orElseThrow();
        if (block.readings().stream().allMatch(Script::identical)) {
            throw new Refusal("identical", "the lines to find and the lines to put there are the same");
        }
        Ladder ladder = new Ladder(text.plain());
        List<List<Piece>> found = new ArrayList<>();
        Ladder.Result last = new Ladder.Missing();
        for (Script reading : block.readings()) {
            Ladder.Result result = ladder.find(text.bom() ? reading.withoutMarks() : reading, block.hint());
            if (result instanceof Found one && !reading.identical()) {
                found.add(one.pieces());
            } else if (!(result instanceof Ladder.Missing)) {
                last = result;
            }
        }
        if (found.size() == 1) {
            requireNew(text.plain(), block, found.get(0));
            slot.now = Optional.of(Splice.apply(text, found.get(0), block.hint().openEnd()));
            slot.edited = true;
            return;
        }
        throw found.isEmpty() ? Nearest.refusal(text.plain(), block, last) : twoReadings();
    }

    /** A hunk that only adds lines before or behind its context fits once more where it was applied already. */
    private static void requireNew(List<String> file, Block block, List<Piece> pieces) {
        if (block.format() == Edit.Format.SEARCH_REPLACE || pieces.size() != 1) {
            return;
        }
        int at = pieces.get(0).madeAlready(file);
        if (at >= 0) {
            throw new Refusal(
                    "identical", "the lines to put there are in the file already, from line " + (at + 1) + " on");
        }
    }

    private static Refusal twoReadings() {
        return new Refusal(
                "malformed",
                "the block has more than one divider line and fits the file in more than one way; use markers of"
                        + " another length, for instance nine characters each");
    }

    private void whole(String path, Whole whole) {
        Slot slot = slot(path);
        if (slot.deleted || slot.movedAway) {
            throw new Refusal("conflict", "the reply deletes or moves this file and sends its content too");
        }
        if (slot.settled || slot.edited) {
            throw new Refusal("conflict", "the reply gives this file's content more than once");
        }
        if (slot.before.isEmpty()) {
            requireRoom(path);
            slot.now = Optional.of(Text.fresh(whole.lines()));
        } else {
            Text old = existing(path).now.orElseThrow();
            if (whole.lines().isEmpty() && !old.isEmpty()) {
                throw new Refusal(
                        "malformed",
                        "an empty fence does not say whether the file is to be deleted; to delete it, write"
                                + " *** Delete File: " + path);
            }
            requireComplete(old.plain(), whole.lines());
            slot.now = Optional.of(rewritten(old, whole.lines()));
        }
        slot.settled = true;
    }

    /** Models quote part of a file under its path, or leave parts out; neither is the whole file. */
    private static void requireComplete(List<String> old, List<String> lines) {
        for (String line : lines) {
            boolean gap = line.strip().length() > 3 && Ladder.isElision(line)
                    || lines.size() < old.size() && LEFT_OUT.matcher(line).matches();
            if (gap && !old.contains(line)) {
                throw new Refusal(
                        "malformed",
                        "the content leaves something out ('" + line.strip()
                                + "'); send the whole file, or search/replace blocks for what changes");
            }
        }
        boolean small = old.size() >= QUOTED_FROM && lines.size() * 2 < old.size();
        if (small && Collections.indexOfSubList(old, lines) >= 0) {
            throw new Refusal(
                    "malformed",
                    "the content is a small part of the file as it is; to change the file, send it whole or send"
                            + " search/replace blocks");
        }
    }

    private static Script between(Text old, List<String> lines) {
        Script script = Script.between(old.plain(), lines);
        return old.bom() ? script.withoutMarks() : script;
    }

    private static Text rewritten(Text old, List<String> lines) {
        return Splice.apply(old, List.of(new Piece(0, between(old, lines))), Optional.of(old.endsOpen()));
    }

    private void create(String path, Create create) {
        Slot slot = slot(path);
        if (slot.deleted || slot.movedAway) {
            throw new Refusal("conflict", "the reply deletes or moves this file and creates it too");
        }
        boolean empty = slot.now.isPresent() && slot.now.get().isEmpty();
        if (slot.settled || (slot.before.isPresent() && !empty)) {
            throw new Refusal(
                    "exists", "the file exists already; to change it, send search/replace blocks with its lines");
        }
        if (slot.before.isEmpty()) {
            requireRoom(path);
            slot.executable = create.executable();
        }
        Text fresh = Text.fresh(create.lines());
        slot.now = Optional.of(create.open() ? Splice.apply(fresh, List.of(), Optional.of(true)) : fresh);
        slot.settled = true;
    }

    private void requireRoom(String path) {
        paths.requireRoom(path);
        for (String below : slots.tailMap(path + "/").keySet()) {
            if (below.startsWith(path + "/") && goneOrMade(below).orElse(false)) {
                throw new Refusal("conflict", "the reply makes this path a folder too, for " + below);
            }
        }
    }

    private void delete(String path, Delete delete) {
        Slot slot = slot(path);
        if (slot.deleted || slot.settled || slot.edited || slot.movedAway) {
            throw new Refusal("conflict", "the reply deletes this file and does something else with it too");
        }
        if (slot.before.isEmpty()) {
            throw new Refusal("missing", "there is no such file to delete");
        }
        List<String> actual = existing(path).now.orElseThrow().plain();
        if (delete.expected().isPresent()
                && !Nearest.sameButSpace(delete.expected().get(), actual)) {
            throw new Refusal(
                    "not_found",
                    "the lines that the diff removes are not the file's; to delete it, write *** Delete File: " + path);
        }
        slot.deleted = true;
    }

    private void move(String path, Move move) {
        String to = paths.resolve(move.to());
        Slot from = existing(path);
        Slot target = slot(to);
        if (from.settled || from.movedFrom.isPresent() || (from.edited && !move.copy()) || target.settled) {
            throw new Refusal("conflict", "the reply moves this file and does something else with it too");
        }
        if (target.before.isPresent() || target.now.isPresent()) {
            throw new Refusal("exists", "the file can't go to " + to + ", which exists already");
        }
        requireRoom(to);
        // Git's diff copies what was there before any of its changes.
        target.now = move.copy() && from.before.isPresent() ? Text.decode(from.before.get()) : from.now;
        target.executable = from.executable;
        if (move.copy()) {
            target.settled = true;
        } else {
            target.movedFrom = Optional.of(path);
            from.movedAway = true;
        }
    }

    private void mode(String path, Mode mode) {
        if (existing(path).executable != mode.executable()) {
            throw new Refusal("malformed", "the mode of a file that exists can't be changed by an edit");
        }
    }

    /** Whether this draft has taken the file away (false) or made it (true); empty where it did neither. */
    private Optional<Boolean> goneOrMade(String path) {
        Slot slot = slots.get(path);
        if (slot == null) {
            return Optional.empty();
        }
        if (slot.deleted || slot.movedAway) {
            return Optional.of(false);
        }
        return slot.before.isEmpty() && slot.now.isPresent() ? Optional.of(true) : Optional.empty();
    }

    /** The changes made so far, in order of path; a file that came out as it was is none. */
    List<FileChange> changes() {
        List<FileChange> changes = new ArrayList<>();
        slots.forEach((path, slot) -> change(path, slot).ifPresent(changes::add));
        return changes;
    }

    private static Optional<FileChange> change(String path, Slot slot) {
        if (slot.deleted) {
            return Optional.of(new FileChange.Delete(path));
        }
        if (slot.movedAway || slot.now.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = slot.now.get().encode();
        if (slot.movedFrom.isPresent()) {
            return Optional.of(new FileChange.Rename(slot.movedFrom.get(), path, content));
        }
        if (slot.before.isEmpty()) {
            return Optional.of(new FileChange.Create(path, content, slot.executable));
        }
        return Arrays.equals(slot.before.get(), content)
                ? Optional.empty()
                : Optional.of(new FileChange.Modify(path, content));
    }
}
