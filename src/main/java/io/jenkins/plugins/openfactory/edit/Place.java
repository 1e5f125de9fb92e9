package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Ladder.Piece;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Chooses among a block's matches by what its hunk says about its place. */
final class Place {
    private final List<String> file;
    private final Hint hint;

    Place(List<String> file, Hint hint) {
        this.file = file;
        this.hint = hint;
    }

    /** The one that is meant. A line number counts only where the lines match exactly: models miscount. */
    Ladder.Result choose(List<Piece> matches, boolean exact) {
        if (hint.atEnd()) {
            List<Piece> last =
                    matches.stream().filter(piece -> piece.end() == file.size()).toList();
            return last.isEmpty() ? new Ladder.Missing() : new Ladder.Found(last);
        }
        if (matches.size() == 1) {
            return new Ladder.Found(matches);
        }
        if (exact && hint.position().isPresent()) {
            List<Piece> there = matches.stream()
                    .filter(piece -> piece.start() == hint.position().getAsInt())
                    .toList();
            if (!there.isEmpty()) {
                return new Ladder.Found(there);
            }
        }
        OptionalInt after = afterAnchors();
        if (after.isPresent()) {
            List<Piece> next = matches.stream()
                    .filter(piece -> piece.start() >= after.getAsInt())
                    .limit(1)
                    .toList();
            if (!next.isEmpty()) {
                return new Ladder.Found(next);
            }
        }
        return new Ladder.Ambiguous(matches.stream().map(Piece::start).toList());
    }

    /** Where lines without any line of the file around them go: into an empty file, after the anchor, or at the end. */
    OptionalInt insertion() {
        OptionalInt after = afterAnchors();
        return after.isEmpty() && (file.isEmpty() || hint.atEnd()) ? OptionalInt.of(file.size()) : after;
    }

    /** The index after the last anchor's line, where each is found once after the one before it. */
    private OptionalInt afterAnchors() {
        int from = 0;
        for (String anchor : hint.anchors()) {
            int start = from;
            int[] found = IntStream.range(start, file.size())
                    .filter(i -> file.get(i).strip().equals(anchor.strip()))
                    .toArray();
            if (found.length != 1) {
                return OptionalInt.empty();
            }
            from = found[0] + 1;
        }
        return hint.anchors().isEmpty() ? OptionalInt.empty() : OptionalInt.of(from);
    }
}
