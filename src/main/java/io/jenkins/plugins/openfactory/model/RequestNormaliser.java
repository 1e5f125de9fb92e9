package io.jenkins.plugins.openfactory.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from a text what differs between two runs of the same work: temporary paths, run ids, dates, times of day,
 * measured durations, process ids, object hash codes and local ports. Each becomes a fixed word such as
 * {@code <time>}. Normalising twice is the same as normalising once.
 *
 * <p>Meant for hashes and for the output of commands. In a person's words or in code a date or a duration has a meaning,
 * so what a model is to read of those must not pass through here. Stateless, so safe for any thread.
 */
public final class RequestNormaliser {
    private static final String SEGMENT = "[^\\s/\\\\:;,\"'`<>|()\\[\\]{}]++";
    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
    private static final String CLOCK = "[0-2]?\\d:[0-5]\\d(?::[0-6]\\d(?:[.,]\\d{1,9})?)?";
    private static final String ZONE = "(?: ?(?:Z|UTC|GMT|CES?T|[A-Z][SD]T|[+-]\\d{2}:?\\d{2})\\b)?";
    private static final String UNIT =
            "(?:ns|[µμu]s|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)";
    private static final String DURATION =
            "\\d+(?:[.,]\\d+)? ?" + UNIT + "\\b(?:,? ?\\d+(?:[.,]\\d+)? ?" + UNIT + "\\b)*";
    private static final String COMPACT = "\\d+m\\d+(?:[.,]\\d+)?s\\b";

    private static final Pattern TEMPORARY =
            Pattern.compile("(?<![\\w.])(?:(?:/private)?/(?:var/)?tmp|/private/var/folders/"
                    + SEGMENT + "/" + SEGMENT + "/T|/var/folders/" + SEGMENT + "/" + SEGMENT
                    + "/T|[A-Za-z]:[\\\\/]Users[\\\\/]" + SEGMENT + "[\\\\/]AppData[\\\\/]Local[\\\\/]Temp)[\\\\/]"
                    + SEGMENT
                    + "((?:[\\\\/]" + SEGMENT + ")*+)");
    private static final List<String> TEMPORARY_WORDS = List.of("/tmp", "/var/folders/", "appdata");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{5,}");
    private static final Pattern EPHEMERAL =
            Pattern.compile("(?i)\\b(port\\b[ :=#]*)(3276[89]|327[7-9]\\d|32[89]\\d{2}|3[3-9]\\d{3}|[4-6]\\d{4})\\b");

    private static final String[] MONTHS = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    };

    // A digit is looked for first, because a look behind at every letter takes ten times as long.
    private static final List<Rule> RULES = List.of(
            rule("(?=\\d)\\b\\d{8}-\\d{6}-[0-9a-f]{6}\\b", "<run>", Marks.DASH),
            rule("(?=\\d)(?<!\\d)\\d{4}-[01]\\d-[0-3]\\d[T ]" + CLOCK + ZONE, "<time>", Marks.DASH | Marks.COLON),
            rule("\\b" + DAY + ",? \\d{1,2} " + MONTH + " \\d{4}(?: " + CLOCK + ZONE + ")?", "<time>", 0, MONTHS),
            rule(
                    "\\b" + DAY + " " + MONTH + " +\\d{1,2} " + CLOCK + ZONE + "(?: \\d{4})?",
                    "<time>",
                    Marks.COLON,
                    MONTHS),
            rule("\\b" + MONTH + " \\d{1,2}, \\d{4}(?:,? " + CLOCK + "(?: ?[AP]M)?)?", "<time>", 0, MONTHS),
            rule("(?=\\d)(?<![\\w.-])\\d{4}([-/])[01]\\d\\1[0-3]\\d(?![\\w-])", "<date>", Marks.DATED),
            rule("(?=\\d)(?<![\\w:.])\\d{1,2}:[0-5]\\d (?:min|h)\\b", "<duration>", Marks.COLON, " min", " h"),
            rule("(?=\\d)(?<![\\w:.])[0-2]?\\d:[0-5]\\d:[0-6]\\d(?:[.,]\\d{1,9})?(?![\\w:])", "<time>", Marks.COLON),
            rule("(?i)\\b(duration_ms[ :=]*)\\d+(?:\\.\\d+)?", "$1<duration>", 0, "duration_ms"),
            rule(
                    "(?i)\\b((?:elapsed|took|duration|total|time|estimated|real|user|sys|in|cpu|wall)\\b[ \\t]*[:=]?[ \\t]*)(?:"
                            + COMPACT + "|" + DURATION + ")",
                    "$1<duration>",
                    Marks.TIMED),
            rule("([(\\[])(?:" + COMPACT + "|" + DURATION + ")([)\\]])", "$1<duration>$2", Marks.TIMED, "(", "["),
            rule("(?m)(\\t)\\d+(?:\\.\\d+)?s$", "$1<duration>", Marks.TIMED, "\t"),
            rule(
                    "(?m)^\\d+\\.\\d+s( +(?:call|setup|teardown)\\b)",
                    "<duration>$1",
                    Marks.TIMED,
                    "call",
                    "setup",
                    "teardown"),
            rule("(?i)\\b((?:pid|process id)\\b[ :=#]*)\\d+\\b", "$1<pid>", 0, "pid", "process id"),
            rule("==\\d+==", "==<pid>==", 0, "=="),
            rule("(?<=[\\w$;\\]])@[0-9a-f]{5,8}(?![\\w.@-])", "@<hash>", 0, "@"),
            rule("(?i)\\b(at )0x[0-9a-f]{6,16}\\b", "$1<hash>", 0, "at 0x"),
            rule("\\b0xc[0-9a-f]{9}\\b", "<hash>", 0, "0xc"),
            rule(
                    "(?i)(\\blocalhost|\\b127\\.0\\.0\\.1|\\b0\\.0\\.0\\.0|\\[::1?\\]):\\d{2,5}\\b",
                    "$1:<port>",
                    Marks.COLON,
                    "localhost",
                    "127.0.0.1",
                    "0.0.0.0",
                    "[:"));

    private RequestNormaliser() {}

    /** The text without its volatile parts. */
    public static String normalise(String text) {
        // No pattern reaches across the end of a line or a double quote, so what stands between those is looked at by
        // itself.
        StringBuilder result = new StringBuilder(text.length());
        int done = 0;
        for (int from = 0; from < text.length(); ) {
            int to = from;
            boolean volatilePart = false;
            for (; to < text.length() && !isBorder(text.charAt(to)); to++) {
                char c = text.charAt(to);
                volatilePart |= c >= '0' && c <= '9' || c == '@' || c == '/' || c == '\\';
            }
            if (volatilePart) {
                int border = Math.min(to + 1, text.length());
                String part = settled(text.substring(Math.max(from - 1, done), border));
                result.append(text, done, Math.max(from - 1, done)).append(part, 0, part.length() - (border - to));
                done = to;
            }
            from = to + 1;
        }
        return done == 0 ? text : result.append(text, done, text.length()).toString();
    }

    private static boolean isBorder(char c) {
        return c == '\n' || c == '"';
    }

    /** A text with every pattern tried on all of it until nothing changes. */
    static String settled(String text) {
        String before;
        String after = text;
        // What a replacement leaves beside it can match anew. Each round removes digits or slashes, so it ends.
        do {
            before = after;
            after = round(before);
        } while (!after.equals(before));
        return after;
    }

    private static String round(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String result = hasOne(lower, TEMPORARY_WORDS)
                ? TEMPORARY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(temporary(found.group(1))))
                : text;
        int marks = Marks.of(lower);
        if (marks == 0) {
            return result;
        }
        for (Rule rule : RULES) {
            if (rule.mayMatch(lower, marks)) {
                result = rule.pattern().matcher(result).replaceAll(rule.replacement());
            }
        }
        return lower.contains("port") ? EPHEMERAL.matcher(result).replaceAll("$1<port>") : result;
    }

    /** The same request, each message normalised. */
    public static ModelRequest normalise(ModelRequest request) {
        return new ModelRequest(
                request.purpose(),
                request.ticketId(),
                request.attempt(),
                request.messages().stream()
                        .map(message -> new ModelRequest.Message(message.role(), normalise(message.text())))
                        .toList());
    }

    /**
     * The key of a request in a recording: SHA-256 of the canonical JSON (RFC 8785) of purpose, ticket, attempt, the
     * normalised messages, and of what the settings say about sampling (model id, temperature, most tokens, seed).
     * Provider, URL, timeout and price do not count.
     */
    public static String sha256(ModelRequest request, ModelSettings settings) {
        return Sha256.hex(Json.canonical(document(normalise(request), settings)));
    }

    /** The document that is hashed. */
    static ObjectNode document(ModelRequest normalised, ModelSettings settings) {
        ObjectNode document = Json.object();
        document.put("purpose", normalised.purpose().id());
        document.put("ticket", normalised.ticketId().orElse(null));
        document.put("attempt", normalised.attempt());
        document.put("modelId", settings.modelId());
        document.put("temperature", settings.temperature());
        document.put("maxTokens", settings.maxTokens());
        document.put("seed", settings.seed().orElse(null));
        ArrayNode messages = document.putArray("messages");
        for (ModelRequest.Message message : normalised.messages()) {
            messages.addObject().put("role", message.role()).put("text", message.text());
        }
        return document;
    }

    private static String temporary(String rest) {
        return "<tmp>" + LONG_NUMBER.matcher(rest).replaceAll("<n>");
    }

    /**
     * @param marks those of {@link Marks} without which the pattern matches nowhere
     * @param words in small letters; the pattern matches nowhere in a text that has none of them, where there are any
     */
    private static Rule rule(String pattern, String replacement, int marks, String... words) {
        return new Rule(Pattern.compile(pattern), replacement, marks, List.of(words));
    }

    private static boolean hasOne(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private record Rule(Pattern pattern, String replacement, int marks, List<String> words) {
        /** Whether the pattern has to be tried at all: looking for a sign or a word is many times faster. */
        boolean mayMatch(String lower, int found) {
            return (found & marks) == marks && (words.isEmpty() || hasOne(lower, words));
        }
    }

    /** What a text has, found in one pass. */
    private static final class Marks {
        /** A dash behind a digit. */
        static final int DASH = 1;
        /** A colon before a digit. */
        static final int COLON = 2;
        /** A digit with the first letter of a unit of time behind it, or behind one space. */
        static final int TIMED = 4;
        /** A digit, or the sign before a hash code, which may be of letters; every rule needs one of them. */
        static final int NUMBER = 8;
        /** A digit, a dash or slash, and a digit. */
        static final int DATED = 16;

        private static final String UNITS = "nuµμmsh";

        private Marks() {}

        /** All marks of a text in small letters; none at all where no rule can match. */
        static int of(String text) {
            int marks = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    marks |= NUMBER
                            | (isUnit(text, i + 1) ? TIMED : 0)
                            | (isDigit(text, i + 2) ? behind(text, i + 1) : 0);
                } else if (c == '@') {
                    marks |= NUMBER;
                } else if (c == '-' && isDigit(text, i - 1)) {
                    marks |= DASH;
                } else if (c == ':' && isDigit(text, i + 1)) {
                    marks |= COLON;
                }
            }
            return (marks & NUMBER) == 0 ? 0 : marks;
        }

        private static int behind(String text, int at) {
            return text.charAt(at) == '-' || text.charAt(at) == '/' ? DATED : 0;
        }

        private static boolean isDigit(String text, int at) {
            return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        private static boolean isUnit(String text, int at) {
            int letter = at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
            return letter < text.length() && UNITS.indexOf(text.charAt(letter)) >= 0;
        }
    }
}
