package io.jenkins.plugins.openfactory.edit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before a file's hunks in a unified diff. The extended headers are those of git's diff format.
 *
 * @param git the rest of the {@code diff --git} line; empty without one
 * @param fields the extended headers by name
 * @param before the rest of the {@code ---} line; empty without one
 * @param after the rest of the {@code +++} line
 * @param next the index of the line after the header
 */
record DiffHeader(String git, Map<String, String> fields, String before, String after, int next) {
    private static final Pattern FIELD = Pattern.compile("(index|old mode|new mode|deleted file mode|new file mode"
            + "|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|rename old|rename new"
            + "|Binary files|GIT binary patch)\\b ?(.*)");
    private static final Pattern TIME = Pattern.compile(
            " +(?:\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*"
                    + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*\\d\\d:\\d\\d:\\d\\d.*|\\((?:revision|working copy|nonexistent)[^)]*\\))$");
    private static final String NOTHING = "/dev/null";

    /** The names on both sides; empty for the side on which there is no file. */
    record Names(Optional<String> before, Optional<String> after) {}

    static DiffHeader read(List<String> lines, int from) {
        int at = from;
        String git = "";
        Map<String, String> fields = new HashMap<>();
        if (lines.get(at).startsWith("diff --git ")) {
            git = lines.get(at++).substring("diff --git ".length()).strip();
            while (at < lines.size()) {
                Matcher field = FIELD.matcher(lines.get(at));
                if (!field.matches()) {
                    break;
                }
                fields.put(field.group(1), field.group(2).strip());
                at++;
            }
        }
        String before = "";
        String after = "";
        if (at + 1 < lines.size()
                && lines.get(at).startsWith("--- ")
                && lines.get(at + 1).startsWith("+++ ")) {
            before = name(lines.get(at).substring(4));
            after = name(lines.get(at + 1).substring(4));
            at += 2;
        } else if (at < lines.size() && lines.get(at).startsWith("+++ ")) {
            after = name(lines.get(at).substring(4));
            before = after;
            at++;
        }
        return new DiffHeader(git, Map.copyOf(fields), before, after, at);
    }

    /** A name without the time or revision that some programs write behind it. */
    static String name(String text) {
        int tab = text.indexOf('\t');
        String name = tab < 0 ? TIME.matcher(text).replaceFirst("") : text.substring(0, tab);
        return PathLine.quoted(name.strip());
    }

    boolean binary() {
        return fields.containsKey("Binary files") || fields.containsKey("GIT binary patch");
    }

    boolean deletes() {
        return fields.containsKey("deleted file mode");
    }

    boolean moves() {
        return fields.containsKey("rename to") || copies();
    }

    boolean copies() {
        return fields.containsKey("copy to");
    }

    Optional<String> newFileMode() {
        return Optional.ofNullable(fields.get("new file mode"));
    }

    Optional<String> newMode() {
        return Optional.ofNullable(fields.get("new mode"));
    }

    /** The names without git's prefixes. {@code known} says which paths exist. */
    Names names(Predicate<String> known) {
        if (moves()) {
            String verb = copies() ? "copy" : "rename";
            return new Names(
                    Optional.of(PathLine.quoted(fields.getOrDefault(verb + " from", ""))),
                    Optional.of(PathLine.quoted(fields.getOrDefault(verb + " to", ""))));
        }
        String[] sides = before.isEmpty() ? gitNames() : new String[] {before, after};
        Optional<String> old = sides[0].equals(NOTHING) ? Optional.empty() : Optional.of(sides[0]);
        Optional<String> now = sides[1].equals(NOTHING) ? Optional.empty() : Optional.of(sides[1]);
        if (prefixed(sides[0], sides[1], known)) {
            old = old.map(DiffHeader::withoutPrefix);
            now = now.map(DiffHeader::withoutPrefix);
        }
        boolean sameFile = old.isPresent() && now.isPresent() && known.test(now.get());
        return sameFile ? new Names(now, now) : new Names(old, now);
    }

    private String[] gitNames() {
        int middle = git.length() / 2;
        if (git.length() % 2 == 1 && git.charAt(middle) == ' ') {
            String left = git.substring(0, middle);
            String right = git.substring(middle + 1);
            if (!left.startsWith("\"") && withoutPrefix(left).equals(withoutPrefix(right))) {
                return new String[] {left, right};
            }
        }
        int end = git.startsWith("\"") ? quoteEnd(git) : git.indexOf(' ');
        return end > 0 && end < git.length()
                ? new String[] {PathLine.quoted(git.substring(0, end)), PathLine.quoted(git.substring(end + 1))}
                : new String[] {git, git};
    }

    private static int quoteEnd(String text) {
        int at = 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Whether the names begin with a/ and b/ (or the i/, w/, c/ and o/ that git can write) instead of a folder. */
    private static boolean prefixed(String old, String now, Predicate<String> known) {
        boolean oldFits = old.equals(NOTHING) || old.matches("[aciow1]/.+");
        boolean nowFits = now.equals(NOTHING) || now.matches("[bciow2]/.+");
        if (!oldFits || !nowFits) {
            return false;
        }
        String name = old.equals(NOTHING) ? now : old;
        return !(old.equals(now) && known.test(name)) && !(known.test(name) && !known.test(withoutPrefix(name)));
    }

    private static String withoutPrefix(String name) {
        return name.indexOf('/') == 1 ? name.substring(2) : name;
    }
}
