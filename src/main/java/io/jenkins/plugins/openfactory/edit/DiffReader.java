package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.DiffHeader.Names;
import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Delete;
import io.jenkins.plugins.openfactory.edit.Edit.Format;
import io.jenkins.plugins.openfactory.edit.Edit.Mode;
import io.jenkins.plugins.openfactory.edit.Edit.Move;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.HunkReader.Hunk;
import io.jenkins.plugins.openfactory.edit.HunkReader.Hunks;
import io.jenkins.plugins.openfactory.edit.ReplyParser.Section;
import io.jenkins.plugins.openfactory.edit.Script.Kind;
import io.jenkins.plugins.openfactory.edit.Script.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads one file's part of a unified diff, with or without git's headers. */
final class DiffReader {
    private static final Format FORMAT = Format.UNIFIED_DIFF;

    private final List<String> lines;
    private final Optional<Fence> fence;
    private final Predicate<String> known;

    /** Over a reply's lines; {@code fence} is the one that the diff stands in. */
    DiffReader(List<String> lines, Optional<Fence> fence, Predicate<String> known) {
        this.lines = lines;
        this.fence = fence;
        this.known = known;
    }

    /** Whether a file's part begins at an index. */
    static boolean opens(List<String> lines, int at) {
        return lines.get(at).startsWith("diff --git ") || opensPlain(lines, at);
    }

    private static boolean opensPlain(List<String> lines, int at) {
        if (lines.get(at).startsWith("+++ ")) {
            return at + 1 < lines.size() && lines.get(at + 1).startsWith("@@");
        }
        return lines.get(at).startsWith("--- ")
                && at + 1 < lines.size()
                && lines.get(at + 1).startsWith("+++ ");
    }

    /** Reads the part that begins at an index. */
    Section read(int at) {
        DiffHeader header = DiffHeader.read(lines, at);
        Hunks hunks = hunks(header.next());
        Names names = names(header, hunks.all());
        String path = names.after().or(names::before).orElse("");
        if (header.binary()) {
            int next = header.next();
            while (next < lines.size() && !stops(next) && !lines.get(next).isEmpty()) {
                next++;
            }
            return one(new Unreadable(path, at + 1, FORMAT, "binary", "the diff is of a binary file"), next);
        }
        if (fence.isPresent() && hunks.next() == lines.size() && !hunks.counted()) {
            return one(
                    unreadable(path, at, "the reply ends inside the diff, so the rest of it may be missing"),
                    hunks.next());
        }
        return new Section(edits(at, header, hunks.all()), hunks.next());
    }

    /** Reads hunks without a header for a file named elsewhere. */
    Section readHunks(String path, int at) {
        Hunks hunks = hunks(at);
        List<Edit> edits = new ArrayList<>();
        hunks.all().forEach(hunk -> edits.add(block(path, hunk)));
        return new Section(edits, Math.max(hunks.next(), at + 1));
    }

    private static Section one(Edit edit, int next) {
        return new Section(List.of(edit), next);
    }

    private Hunks hunks(int from) {
        return new HunkReader(lines, this::stops, fence.isPresent()).read(from);
    }

    private boolean stops(int at) {
        String line = lines.get(at);
        return opens(lines, at)
                || BlockReader.opens(line)
                || EnvelopeReader.isHeader(line)
                || line.startsWith("Index: ")
                || fence.filter(open -> open.isClosedFlushBy(line)).isPresent();
    }

    /** What a header and its hunks come to. */
    List<Edit> edits(int at, DiffHeader header, List<Hunk> hunks) {
        Names names = names(header, hunks);
        String path = names.after().or(names::before).orElse("");
        Optional<String> wrong = wrong(header, names);
        if (wrong.isPresent()) {
            return List.of(unreadable(path, at, wrong.get()));
        }
        Optional<String> mode = header.newFileMode();
        if (mode.isPresent() && !mode.get().startsWith("100")) {
            boolean link = mode.get().equals("120000");
            return List.of(new Unreadable(
                    path,
                    at + 1,
                    FORMAT,
                    link ? "symlink" : "bad_path",
                    link ? "symbolic links are never made" : "submodules are never added"));
        }
        if (header.deletes() || names.after().isEmpty()) {
            return List.of(delete(path, at, hunks));
        }
        if (mode.isPresent() || names.before().isEmpty()) {
            return List.of(create(path, at, mode.filter(DiffReader::executable).isPresent(), hunks));
        }
        List<Edit> edits = new ArrayList<>();
        if (header.moves()) {
            edits.add(new Move(names.before().get(), at + 1, FORMAT, path, header.copies()));
        }
        header.newMode().ifPresent(wanted -> edits.add(new Mode(path, at + 1, FORMAT, executable(wanted))));
        hunks.forEach(hunk -> edits.add(block(path, hunk)));
        return edits.isEmpty() ? List.of(unreadable(path, at, "the diff has no hunk")) : edits;
    }

    /** What a header says that no program writes. */
    private static Optional<String> wrong(DiffHeader header, Names names) {
        boolean badMode = Stream.of(header.newFileMode(), header.newMode())
                .flatMap(Optional::stream)
                .anyMatch(mode -> !mode.matches("[0-7]{6}"));
        if (badMode) {
            return Optional.of("the diff gives a mode that is none");
        }
        if (header.contradictory()) {
            return Optional.of("the diff's lines name different files; name one in all of them");
        }
        boolean two = !header.moves()
                && names.before().isPresent()
                && names.after().isPresent()
                && !names.before().equals(names.after());
        return two
                ? Optional.of(
                        "the diff names two files; name the one that changes on both sides, or write rename from and rename to")
                : Optional.empty();
    }

    /** Git keeps of a file's mode only whether its owner may execute it. */
    private static boolean executable(String mode) {
        return (Integer.parseInt(mode, 8) & 0100) != 0;
    }

    private Names names(DiffHeader header, List<Hunk> hunks) {
        boolean fresh =
                hunks.size() == 1 && hunks.get(0).fresh() && ops(hunks).allMatch(op -> op.kind() == Kind.INSERT);
        boolean emptied = !hunks.isEmpty() && ops(hunks).allMatch(op -> op.kind() == Kind.DELETE);
        return header.names(known, fresh, emptied);
    }

    private static Edit block(String path, Hunk hunk) {
        return new Block(path, hunk.line(), FORMAT, List.of(hunk.script()), hunk.hint());
    }

    private static Edit delete(String path, int at, List<Hunk> hunks) {
        if (ops(hunks).anyMatch(op -> op.kind() == Kind.INSERT)) {
            return unreadable(path, at, "the diff deletes the file and adds lines to it");
        }
        return new Delete(
                path,
                at + 1,
                FORMAT,
                hunks.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ops(hunks).map(Op::text).toList()));
    }

    private static Edit create(String path, int at, boolean executable, List<Hunk> hunks) {
        if (ops(hunks).anyMatch(op -> op.kind() != Kind.INSERT)) {
            return unreadable(path, at, "the diff makes a new file, so each of its lines must begin with +");
        }
        boolean open = hunks.stream().anyMatch(hunk -> hunk.hint().openEnd().orElse(false));
        return new Create(path, at + 1, FORMAT, ops(hunks).map(Op::text).toList(), open, executable);
    }

    private static Stream<Op> ops(List<Hunk> hunks) {
        return hunks.stream().flatMap(hunk -> hunk.script().ops().stream());
    }

    private static Edit unreadable(String path, int at, String message) {
        return new Unreadable(path, at + 1, FORMAT, "malformed", message);
    }
}
