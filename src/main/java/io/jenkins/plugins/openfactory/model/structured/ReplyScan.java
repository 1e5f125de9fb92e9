package io.jenkins.plugins.openfactory.model.structured;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for JSON values in a reply, from its first bracket on. A region that is meant as JSON but can't be read is kept
 * too, so that a fragment of it never passes for the whole. For one reply in one thread.
 */
final class ReplyScan {
    private static final int LONGEST = 4 << 20;
    private static final int MOST_ATTEMPTS = 500;
    private static final int LONGEST_FENCE = 200;
    private static final String THOUGHT_END = "</think>";
    /** Behind a value and a comma: a key or an element that would belong into it. */
    private static final Pattern MORE = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*+\"\\s*+[:,}\\]\"]");

    private static final Pattern NEXT = Pattern.compile("\\{\\s*+[\"'}\\w]|\\[\\s*+[\"'{\\[\\]\\d]");
    /** The first quote has a backslash before it. */
    private static final Pattern ESCAPED = Pattern.compile("\\s*+[\\[{][\\s\\[{]*+\\\\\"");

    private static final Pattern FENCE = Pattern.compile("[ \\t>]*(?:`{3,}|~{3,})[^`]*");

    private final String reply;
    private final List<Found> found = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    ReplyScan(String reply) {
        this.reply = reply;
    }

    StructuredReply result() {
        if (reply.length() > LONGEST) {
            return new StructuredReply.Unreadable(
                    "The reply has " + reply.length() + " characters, above the bound of " + LONGEST + ".");
        }
        Optional<JsonNode> whole = strict(reply);
        if (whole.isPresent()) {
            return new StructuredReply.Parsed(whole.get());
        }
        if (ESCAPED.matcher(reply).lookingAt()) {
            Optional<JsonNode> escaped =
                    strict("\"" + reply.strip().replace("\n", "\\n").replace("\r", "\\r") + "\"");
            if (escaped.isPresent()) {
                return new ReplyScan(escaped.get().asText()).result();
            }
        }
        scan(afterThoughts());
        return best(Found::fenced, Broken::fenced)
                .or(() -> best(candidate -> true, region -> true))
                .<StructuredReply>map(candidate -> new StructuredReply.Parsed(candidate.value()))
                .orElseGet(() -> new StructuredReply.Unreadable(problem()));
    }

    private static Optional<JsonNode> strict(String text) {
        try {
            return Optional.of(Json.read(text.startsWith("\ufeff") ? text.substring(1) : text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A reasoning model's thoughts stand before its answer, and may hold drafts of it. */
    private int afterThoughts() {
        int end = reply.stripLeading().startsWith("<think>") ? reply.indexOf(THOUGHT_END) : -1;
        return end < 0 ? 0 : end + THOUGHT_END.length();
    }

    private void scan(int from) {
        int at = bracket(from);
        for (int attempts = 0; at < reply.length() && attempts < MOST_ATTEMPTS; attempts++) {
            LenientParser parser = new LenientParser(reply, at);
            int next;
            try {
                JsonNode value = parser.container();
                next = parser.end();
                Optional<Broken> more = continued(at, next);
                next = more.map(Broken::end).orElse(next);
                more.ifPresent(broken::add);
                if (more.isEmpty()) {
                    found.add(new Found(at, next, fenced(at), value));
                }
            } catch (NotJson e) {
                next = at + 1;
                if (parser.looksLikeJson()) {
                    next = Math.max(e.offset() + 1, regionEnd(at, e.offset()));
                    broken.add(new Broken(at, next, fenced(at), e));
                }
            }
            at = bracket(next);
        }
    }

    /** A region that begins with a whole value and goes on behind it, so that the value alone would not say all. */
    private Optional<Broken> continued(int start, int end) {
        int at = skipped(end, "}]");
        boolean comma = reply.startsWith(",", at);
        int next = comma ? skipped(at + 1, "") : at;
        boolean more = comma && MORE.matcher(reply).region(next, reply.length()).lookingAt();
        if (!more && !NEXT.matcher(reply).region(next, reply.length()).lookingAt()) {
            return Optional.empty();
        }
        String problem = more
                ? "the value ends, but more of it follows; a closing bracket may stand too early"
                : "another value follows; send one";
        int fence = reply.indexOf("\n```", end);
        return Optional.of(
                new Broken(start, fence < 0 ? reply.length() : fence, fenced(start), new NotJson(problem, end)));
    }

    /** The first index that holds no white space, comment or one of some other characters. */
    private int skipped(int from, String others) {
        int at = from;
        while (at < reply.length()) {
            char c = reply.charAt(at);
            if (Character.isWhitespace(c) || others.indexOf(c) >= 0) {
                at++;
            } else if (reply.startsWith("//", at)) {
                at = endOf("\n", at);
            } else if (reply.startsWith("/*", at)) {
                at = endOf("*/", at + 2);
            } else {
                return at;
            }
        }
        return at;
    }

    private int endOf(String mark, int from) {
        int found = reply.indexOf(mark, from);
        return found < 0 ? reply.length() : found + mark.length();
    }

    private int bracket(int from) {
        int at = from;
        while (at < reply.length() && reply.charAt(at) != '{' && reply.charAt(at) != '[') {
            at++;
        }
        return at;
    }

    /** Whether a fence opens right before this place. */
    private boolean fenced(int start) {
        int end = start;
        while (end > 0 && Character.isWhitespace(reply.charAt(end - 1))) {
            end--;
        }
        int line = end;
        while (line > 0 && reply.charAt(line - 1) != '\n' && end - line <= LONGEST_FENCE) {
            line--;
        }
        return FENCE.matcher(reply).region(line, end).matches();
    }

    /** The end of a region that can't be read: where its brackets balance, else the next fence, else the end. */
    private int regionEnd(int start, int problem) {
        int open = 0;
        boolean inString = false;
        for (int i = start; i < reply.length(); i++) {
            char c = reply.charAt(i);
            if (c == '\\' && inString) {
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                open++;
            } else if (!inString && (c == '}' || c == ']') && --open == 0) {
                return i + 1;
            }
        }
        int fence = reply.indexOf("\n```", Math.min(problem, reply.length()));
        return fence < 0 ? reply.length() : fence;
    }

    /** The largest of some values, unless a region of the same kind is larger and can't be read. */
    private Optional<Found> best(Predicate<Found> values, Predicate<Broken> regions) {
        int unreadable = broken.stream()
                .filter(regions)
                .mapToInt(region -> region.end() - region.start())
                .max()
                .orElse(0);
        return found.stream()
                .filter(values)
                // Of equal ones max would take the last.
                .reduce((a, b) -> b.length() > a.length() ? b : a)
                .filter(largest -> largest.length() > unreadable);
    }

    private String problem() {
        return Stream.concat(broken.stream().filter(Broken::fenced), broken.stream())
                .max(Comparator.comparing(Broken::fenced).thenComparingInt(region -> region.end() - region.start()))
                .map(region -> "The JSON that begins at " + place(region.start()) + " can't be read: at "
                        + place(region.problem().offset()) + " "
                        + region.problem().getMessage() + ".")
                .orElse("The reply holds no JSON object or array.");
    }

    private String place(int offset) {
        String before = reply.substring(0, Math.min(offset, reply.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n'));
    }

    /** A value, from start to end in the reply. */
    private record Found(int start, int end, boolean fenced, JsonNode value) {
        int length() {
            return end - start;
        }
    }

    /** A region that is meant as JSON and can't be read. */
    private record Broken(int start, int end, boolean fenced, NotJson problem) {}
}
