package io.jenkins.plugins.openfactory.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a request differs from the nearest recorded one, in lines for a terminal. */
final class Divergence {
    private static final List<String> FIELDS =
            List.of("purpose", "ticket", "attempt", "modelId", "temperature", "maxTokens", "seed");
    private static final int WIDTH = 100;
    private static final int BEFORE = 40;
    private static final int CONTEXT = 2;

    private final JsonNode asked;
    private final List<String> askedLines;

    /** @param asked the request as {@link RequestNormaliser#document} makes it */
    Divergence(JsonNode asked) {
        this.asked = asked;
        this.askedLines = Recording.messages(asked).stream()
                .flatMap(m -> lines(m.text()).stream())
                .toList();
    }

    /** Names the nearest entry, by purpose, ticket and attempt, then by likeness, and the first difference from it. */
    String explain(List<Recording.Entry> entries) {
        Candidate nearest = entries.stream()
                .map(entry -> new Candidate(entry, rank(entry), likeness(entry)))
                .min(Comparator.comparingInt(Candidate::rank)
                        .thenComparing(
                                Comparator.comparingDouble(Candidate::likeness).reversed()))
                .orElseThrow();
        Recording.Entry entry = nearest.entry();
        List<String> report = new ArrayList<>();
        report.add("Nearest: line " + entry.line() + " of the recording, " + entry.purpose()
                + entry.ticket().map(id -> ", ticket " + id).orElse("") + ", attempt " + entry.attempt() + ", "
                + Math.round(Math.floor(nearest.likeness() * 100)) + " % of its lines alike.");
        String fields = FIELDS.stream()
                .filter(name -> !entry.document().path(name).equals(asked.path(name)))
                .map(name -> name + " (recorded " + entry.document().path(name).asText() + ", asked "
                        + asked.path(name).asText() + ")")
                .collect(Collectors.joining(", "));
        if (!fields.isEmpty()) {
            report.add("It differs in " + fields + ".");
        }
        report.addAll(firstDifference(Recording.messages(entry.document()), Recording.messages(asked)));
        return String.join("\n", report);
    }

    private int rank(Recording.Entry entry) {
        boolean purpose = same(entry, "purpose");
        boolean ticket = purpose && same(entry, "ticket");
        boolean attempt = ticket && same(entry, "attempt");
        return attempt ? 0 : ticket ? 1 : purpose ? 2 : 3;
    }

    private boolean same(Recording.Entry entry, String field) {
        return entry.document().path(field).equals(asked.path(field));
    }

    /** Dice's coefficient over the lines of all messages: 0 for nothing in common, 1 for the same lines. */
    private double likeness(Recording.Entry entry) {
        Map<String, Integer> left = new HashMap<>();
        askedLines.forEach(line -> left.merge(line, 1, Integer::sum));
        int common = 0;
        int all = askedLines.size();
        for (ModelRequest.Message message : Recording.messages(entry.document())) {
            for (String line : lines(message.text())) {
                all++;
                if (left.merge(line, -1, Integer::sum) >= 0) {
                    common++;
                }
            }
        }
        return 2.0 * common / all;
    }

    private static List<String> firstDifference(List<ModelRequest.Message> recorded, List<ModelRequest.Message> asked) {
        for (int i = 0; i < Math.max(recorded.size(), asked.size()); i++) {
            if (i >= recorded.size() || i >= asked.size()) {
                boolean more = i < asked.size();
                ModelRequest.Message message = more ? asked.get(i) : recorded.get(i);
                return List.of(
                        "First difference: message " + (i + 1) + " (" + message.role() + ") was "
                                + (more ? "asked but not recorded:" : "recorded but not asked:"),
                        "  " + (more ? "+" : "-") + " 1 | "
                                + shown(lines(message.text()).get(0), 0));
            }
            if (!recorded.get(i).equals(asked.get(i))) {
                return differentMessage(i + 1, recorded.get(i), asked.get(i));
            }
        }
        return List.of();
    }

    private static List<String> differentMessage(
            int number, ModelRequest.Message recorded, ModelRequest.Message asked) {
        if (!recorded.role().equals(asked.role())) {
            return List.of("First difference: message " + number + " is of the role " + asked.role() + ", recorded was "
                    + recorded.role() + ".");
        }
        List<String> old = lines(recorded.text());
        List<String> now = lines(asked.text());
        int at = firstDifferent(old, now);
        int column = at < old.size() && at < now.size() ? firstColumn(old.get(at), now.get(at)) : 0;
        int digits = String.valueOf(at + 2).length();
        Stream<String> before = IntStream.range(Math.max(0, at - CONTEXT), at)
                .mapToObj(i -> row(" ", i, digits, shown(now.get(i), column)));
        Stream<String> changed = Stream.of(
                row("-", at, digits, lineOrEnd(old, at, column)), row("+", at, digits, lineOrEnd(now, at, column)));
        Stream<String> after = at + 1 < now.size()
                ? Stream.of(row(" ", at + 1, digits, shown(now.get(at + 1), column)))
                : Stream.empty();
        String title = "First difference: message " + number + " (" + asked.role() + "), line " + (at + 1) + ", column "
                + (column + 1) + " (- recorded, + asked):";
        return Stream.of(Stream.of(title), before, changed, after)
                .flatMap(rows -> rows)
                .toList();
    }

    private static int firstDifferent(List<String> a, List<String> b) {
        int i = 0;
        while (i < a.size() && i < b.size() && a.get(i).equals(b.get(i))) {
            i++;
        }
        return i;
    }

    private static int firstColumn(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String row(String sign, int index, int digits, String text) {
        return "  " + sign + " " + String.format(Locale.ROOT, "%" + digits + "d", index + 1) + " | " + text;
    }

    private static String lineOrEnd(List<String> lines, int at, int column) {
        return at < lines.size() ? shown(lines.get(at), column) : "(the message ends here)";
    }

    /** The part of a line around a column, control characters and trailing spaces made visible. */
    private static String shown(String line, int column) {
        int from = line.length() <= WIDTH ? 0 : Math.max(0, Math.min(column - BEFORE, line.length() - WIDTH));
        int to = Math.min(line.length(), from + WIDTH);
        StringBuilder text = new StringBuilder(from > 0 ? "…" : "");
        int trailing = line.stripTrailing().length();
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c == ' ' && i >= trailing ? '·' : c);
            }
        }
        return text.append(to < line.length() ? "…" : "").toString();
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    private record Candidate(Recording.Entry entry, int rank, double likeness) {}
}
