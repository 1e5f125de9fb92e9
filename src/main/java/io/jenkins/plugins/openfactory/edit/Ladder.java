package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Script.Kind;
import io.jenkins.plugins.openfactory.edit.Script.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Finds the lines that a block means. The steps, in order: exact, trailing white space ignored, one indent shift for
 * every line, blank lines at the block's ends dropped, paired elisions. The first step with a match decides, and only if
 * it has one match in the file.
 */
final class Ladder {
    private static final Pattern ELISION =
            Pattern.compile("(?:\\.{3}|…)|(?://|#|--|;|%|/\\*|<!--|\\*)\\s*(?:\\.{3}|…)(?:\\s.*)?");

    private final List<String> file;

    Ladder(List<String> file) {
        this.file = file;
    }

    /** What was found. */
    sealed interface Result {}

    /** The stretches to replace, in order and apart from each other. */
    record Found(List<Piece> pieces) implements Result {}

    /** Too many; the first lines' indices. */
    record Ambiguous(List<Integer> starts) implements Result {}

    /** None. */
    record Missing() implements Result {}

    /** A script and the index of the file's line it starts on; what it inserts has the file's indent already. */
    record Piece(int start, Script script) {
        int end() {
            return start + script.before().size();
        }

        /** Where the file has already what this only adds at one of its ends; -1 where it has not, or where more is done. */
        int madeAlready(List<String> file) {
            List<Op> ops = script.ops();
            int head = 0;
            while (head < ops.size() && ops.get(head).kind() == Kind.INSERT) {
                head++;
            }
            List<String> after = script.after();
            int from = start - head;
            boolean told = ops.stream()
                    .anyMatch(op -> op.kind() == Kind.INSERT && !op.text().isBlank());
            boolean there = told
                    && !script.before().isEmpty()
                    && ops.stream().noneMatch(op -> op.kind() == Kind.DELETE)
                    && from >= 0
                    && from + after.size() <= file.size()
                    && file.subList(from, from + after.size()).equals(after);
            return there ? from : -1;
        }
    }

    Result find(Script script, Hint hint) {
        if (script.before().isEmpty()) {
            OptionalInt at = new Place(file, hint).insertion();
            return at.isPresent() ? new Found(List.of(new Piece(at.getAsInt(), script))) : new Missing();
        }
        Result plain = withoutElision(script, hint);
        return plain instanceof Missing ? elided(script) : plain;
    }

    private Result withoutElision(Script script, Hint hint) {
        Script trimmed = script.trimmed();
        List<Script> forms = trimmed == script ? List.of(script) : List.of(script, trimmed);
        for (Script form : forms) {
            for (Step step : Step.values()) {
                List<Piece> all = matches(form, step);
                if (!all.isEmpty()) {
                    return new Place(file, hint).choose(all, step == Step.EXACT);
                }
            }
        }
        return new Missing();
    }

    private List<Piece> matches(Script script, Step step) {
        List<String> before = script.before();
        List<Piece> all = new ArrayList<>();
        for (int start = 0; start + before.size() <= file.size(); start++) {
            int at = start;
            step.fit(before, file.subList(start, start + before.size()))
                    .flatMap(indent -> shifted(script, indent))
                    .ifPresent(fitted -> all.add(new Piece(at, fitted)));
        }
        return all;
    }

    private static Optional<Script> shifted(Script script, Indent indent) {
        List<Op> ops = new ArrayList<>();
        for (Op op : script.ops()) {
            Optional<String> text = op.kind() == Kind.INSERT ? indent.shift(op.text()) : Optional.of(op.text());
            if (text.isEmpty()) {
                return Optional.empty();
            }
            ops.add(new Op(op.kind(), text.get()));
        }
        return Optional.of(new Script(ops));
    }

    private Result elided(Script script) {
        List<List<String>> before = chunks(script.before());
        List<List<String>> after = chunks(script.after());
        if (before.size() == 1 || !marks(script.before()).equals(marks(script.after()))) {
            return new Missing();
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).isEmpty() && after.get(i).isEmpty()) {
                continue;
            }
            if (before.get(i).isEmpty()) {
                return new Missing();
            }
            Result chunk = withoutElision(Script.between(before.get(i), after.get(i)), Hint.NONE);
            if (!(chunk instanceof Found found)) {
                return chunk;
            }
            pieces.addAll(found.pieces());
        }
        for (int i = 1; i < pieces.size(); i++) {
            if (pieces.get(i - 1).end() > pieces.get(i).start()) {
                return new Missing();
            }
        }
        return pieces.isEmpty() ? new Missing() : new Found(pieces);
    }

    /** Whether a line stands for lines that were left out. */
    static boolean isElision(String line) {
        return ELISION.matcher(line.strip()).matches();
    }

    private static List<String> marks(List<String> lines) {
        return lines.stream().filter(Ladder::isElision).map(String::strip).toList();
    }

    private static List<List<String>> chunks(List<String> lines) {
        List<List<String>> chunks = new ArrayList<>();
        chunks.add(new ArrayList<>());
        for (String line : lines) {
            if (isElision(line)) {
                chunks.add(new ArrayList<>());
            } else {
                chunks.get(chunks.size() - 1).add(line);
            }
        }
        return chunks;
    }

    /** One way to compare lines. */
    private enum Step {
        EXACT {
            @Override
            boolean same(String block, String file) {
                return block.equals(file);
            }
        },
        TRAILING_SPACE {
            @Override
            boolean same(String block, String file) {
                return block.stripTrailing().equals(file.stripTrailing());
            }
        },
        INDENT {
            @Override
            boolean same(String block, String file) {
                return block.strip().equals(file.strip());
            }

            @Override
            Optional<Indent> distance(List<String> block, List<String> file) {
                return Indent.between(block, file);
            }
        };

        abstract boolean same(String block, String file);

        Optional<Indent> distance(List<String> block, List<String> file) {
            return Optional.of(new Indent.More(""));
        }

        Optional<Indent> fit(List<String> block, List<String> file) {
            for (int i = 0; i < block.size(); i++) {
                if (!same(block.get(i), file.get(i))) {
                    return Optional.empty();
                }
            }
            return distance(block, file);
        }
    }
}
