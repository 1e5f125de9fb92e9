package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Ladder.Piece;
import io.jenkins.plugins.openfactory.edit.Script.Kind;
import io.jenkins.plugins.openfactory.edit.Script.Op;
import io.jenkins.plugins.openfactory.edit.Text.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts pieces into a text; lines that no piece changes stay as they are, ends included. Used once. */
final class Splice {
    private final Text text;
    private final List<Line> out = new ArrayList<>();
    private int at;

    private Splice(Text text) {
        this.text = text;
    }

    /**
     * The text with the pieces in it; {@code openEnd} says whether its last line then lacks a line end, which stays as
     * it was where that is not said.
     */
    static Text apply(Text text, List<Piece> pieces, Optional<Boolean> openEnd) {
        Splice splice = new Splice(text);
        for (Piece piece : pieces) {
            splice.keepUntil(piece.start());
            splice.run(piece);
        }
        splice.keepUntil(text.lines().size());
        return splice.finish(openEnd);
    }

    private void keepUntil(int end) {
        while (at < end) {
            out.add(text.lines().get(at++));
        }
    }

    private void run(Piece piece) {
        for (Op op : piece.script().ops()) {
            if (op.kind() == Kind.KEEP) {
                keepUntil(at + 1);
            } else if (op.kind() == Kind.DELETE) {
                at++;
            } else {
                out.add(new Line(op.text(), endNear(piece.start())));
            }
        }
    }

    /** The line end of the file's line that was passed last in this piece, else of the next one. */
    private String endNear(int start) {
        int near = at > start ? at - 1 : at;
        String end = near < text.lines().size() ? text.lines().get(near).end() : "";
        return end.isEmpty() ? text.usualEnd() : end;
    }

    private Text finish(Optional<Boolean> openEnd) {
        int last = out.size() - 1;
        for (int i = 0; i < last; i++) {
            if (out.get(i).end().isEmpty()) {
                out.set(i, new Line(out.get(i).text(), text.usualEnd()));
            }
        }
        if (last >= 0) {
            Line line = out.get(last);
            boolean open = openEnd.orElse(text.endsOpen()) && !line.text().isEmpty();
            String end = line.end().isEmpty() ? text.usualEnd() : line.end();
            out.set(last, new Line(line.text(), open ? "" : end));
        }
        return new Text(text.bom(), out);
    }
}
