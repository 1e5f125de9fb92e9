package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reduces a file to what a ticket needs of it: the lines that define something, and the bodies that say most about the
 * ticket. Lines that are there are verbatim. Used by one thread.
 */
final class Outline {
    private static final int LONGEST = 240;
    private static final int GAP = 26;
    private static final double SIGNATURE_SHARE = 0.45;
    private static final int LEAST_BODY = 120;

    /** Lines from one definition to the next; without a definition a paragraph. */
    private record Segment(int from, int to, int signature, double score) {
        double worth() {
            return score / Math.sqrt(to - from);
        }
    }

    private final List<String> lines;
    private final List<Segment> segments = new ArrayList<>();
    private final boolean[] kept;
    private int left;

    private Outline(String path, String text, Query query, int room) {
        lines = text.lines().toList();
        kept = new boolean[lines.size()];
        left = room - GAP;
        List<Integer> defining = definingLines(path, text);
        List<Integer> starts = starts(defining);
        for (int i = 0; i < starts.size(); i++) {
            int from = starts.get(i);
            int to = i + 1 < starts.size() ? starts.get(i + 1) : lines.size();
            int signature = defining.stream()
                    .filter(line -> line >= from && line < to)
                    .findFirst()
                    .orElse(-1);
            String body = String.join("\n", lines.subList(from, to));
            double score = query.score(body) + (signature < 0 ? 0 : query.score(lines.get(signature)));
            segments.add(new Segment(from, to, signature, score));
        }
    }

    /** The file in at most so many characters, with a mark for each run of lines left out; empty where nothing fits. */
    static String of(String path, String text, Query query, int most) {
        Outline outline = new Outline(path, text, query, most);
        outline.choose();
        return outline.text();
    }

    /** The signatures that say most about the ticket, stripped, in the order of the file. */
    static List<String> signatures(String path, String text, Query query, int most) {
        Outline outline = new Outline(path, text, query, 0);
        return outline.segments.stream()
                .filter(segment -> segment.signature >= 0
                        && outline.lines.get(segment.signature).length() <= LONGEST)
                .sorted(Comparator.comparing((Segment segment) -> -segment.score)
                        .thenComparing(Segment::from))
                .limit(most)
                .sorted(Comparator.comparing(Segment::from))
                .map(segment -> outline.lines.get(segment.signature).strip().replaceAll("\\s*\\{$", ""))
                .toList();
    }

    private void choose() {
        List<Segment> byScore = new ArrayList<>(segments);
        byScore.sort(Comparator.comparing((Segment segment) -> -segment.score).thenComparing(Segment::from));
        int bodies = (int) (left * (1 - SIGNATURE_SHARE));
        for (Segment segment : byScore) {
            if (segment.signature >= 0) {
                keep(segment.signature, bodies);
            }
        }
        List<Segment> byWorth = new ArrayList<>(segments);
        byWorth.sort(Comparator.comparing((Segment segment) -> -segment.worth()).thenComparing(Segment::from));
        for (Segment segment : byWorth) {
            for (int line = segment.from; line < segment.to && left > LEAST_BODY; line++) {
                keep(line, 0);
            }
        }
    }

    /** Keeps a line if at least so much room is left after it. */
    private void keep(int line, int reserved) {
        boolean joined = line > 0 && kept[line - 1] || line + 1 < kept.length && kept[line + 1];
        int cost = lines.get(line).length() + 1 + (joined ? 0 : GAP);
        if (!kept[line] && lines.get(line).length() <= LONGEST && cost <= left - reserved) {
            kept[line] = true;
            left -= cost;
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int missing = 0;
        boolean any = false;
        for (int line = 0; line < kept.length; line++) {
            if (kept[line]) {
                text.append(between(line - missing, line))
                        .append(lines.get(line))
                        .append('\n');
                missing = 0;
                any = true;
            } else {
                missing++;
            }
        }
        return any ? text.append(between(kept.length - missing, kept.length)).toString() : "";
    }

    /** Lines that are not kept, or the mark for them, whatever is shorter. */
    private String between(int from, int to) {
        String gap = gap(to - from);
        int length = 0;
        for (int line = from; line < to && length <= gap.length(); line++) {
            length += lines.get(line).length() + 1;
        }
        return length > gap.length()
                ? gap
                : lines.subList(from, to).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String gap(int lines) {
        return lines == 0 ? "" : "⋮ " + lines + (lines == 1 ? " line" : " lines") + " left out\n";
    }

    private static List<Integer> definingLines(String path, String text) {
        Optional<Language> language = Language.of(path);
        return language.isEmpty()
                ? List.of()
                : Definitions.of(CodeText.of(text, language.get()), language.get()).stream()
                        .map(Definitions.Definition::line)
                        .distinct()
                        .toList();
    }

    /** Where segments start: at a definition's annotations and comments, or after blank lines where none are known. */
    private List<Integer> starts(List<Integer> defining) {
        List<Integer> starts = new ArrayList<>();
        if (!lines.isEmpty()) {
            starts.add(0);
        }
        for (int line : defining) {
            int start = line;
            while (start > 0
                    && start - 1 > starts.get(starts.size() - 1)
                    && belongsToNext(lines.get(start - 1).strip())) {
                start--;
            }
            addStart(start, starts);
        }
        for (int line = 1; line < lines.size() && defining.isEmpty(); line++) {
            if (lines.get(line - 1).isBlank() && !lines.get(line).isBlank()) {
                addStart(line, starts);
            }
        }
        return starts;
    }

    private static void addStart(int line, List<Integer> starts) {
        if (line > starts.get(starts.size() - 1)) {
            starts.add(line);
        }
    }

    private static boolean belongsToNext(String line) {
        return line.startsWith("@")
                || line.startsWith("*")
                || line.startsWith("/*")
                || line.startsWith("//")
                || line.startsWith("#")
                || line.startsWith("[");
    }
}
