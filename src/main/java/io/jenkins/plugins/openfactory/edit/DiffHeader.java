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
 * @param before what the {@code ---} line names; empty without one
 * @param after what the {@code +++} line names
 * @param next the index of the line after the header
 */
record DiffHeader(String git, Map<String, String> fields, DiffSide before, DiffSide after, int next) {
    private static final Pattern FIELD = Pattern.compile("(index|old mode|new mode|deleted file mode|new file mode"
            + "|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|rename old|rename new"
            + "|Binary files|GIT binary patch)\\b ?(.*)");

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
        DiffSide before = DiffSide.NONE;
        DiffSide after = DiffSide.NONE;
        if (at + 1 < lines.size()
                && lines.get(at).startsWith("--- ")
                && lines.get(at + 1).startsWith("+++ ")) {
            before = DiffSide.before(lines.get(at).substring(4));
            after = DiffSide.after(lines.get(at + 1).substring(4));
            at += 2;
        } else if (at < lines.size() && lines.get(at).startsWith("+++ ")) {
            after = DiffSide.after(lines.get(at).substring(4));
            before = after;
            at++;
        }
        return new DiffHeader(git, Map.copyOf(fields), before, after, at);
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

    /** The names without git's prefixes; the parameters are those of {@link DiffPair#names}. */
    Names names(Predicate<String> known, boolean fresh, boolean emptied) {
        if (moves()) {
            return new Names(Optional.of(moved("from")), Optional.of(moved("to")));
        }
        boolean given = !before.name().isEmpty();
        DiffSide old = given ? before : DiffSide.before(gitNames()[0]);
        DiffSide now = given ? after : DiffSide.after(gitNames()[1]);
        if (prefixed(old.name(), now.name(), known)) {
            old = old.named(withoutPrefix(old.name()));
            now = now.named(withoutPrefix(now.name()));
        }
        if (!git.isEmpty() && !old.name().equals(now.name())) {
            return new Names(old.file(), now.file());
        }
        return new DiffPair(old, now).names(known, fresh, emptied);
    }

    private String moved(String side) {
        return PathLine.quoted(fields.getOrDefault((copies() ? "copy " : "rename ") + side, ""));
    }

    /** Whether git's line or the extended headers name other files than the {@code ---} and {@code +++} lines do. */
    boolean contradictory() {
        if (git.isEmpty() || before.name().isEmpty()) {
            return false;
        }
        String[] names = moves() ? new String[] {moved("from"), moved("to")} : gitNames();
        // As in git, names that differ say nothing where nothing is moved.
        boolean certain = moves() || withoutPrefix(names[0]).equals(withoutPrefix(names[1])) && !names[0].equals(git);
        return certain && !(sameName(before, names[0]) && sameName(after, names[1]));
    }

    private static boolean sameName(DiffSide side, String name) {
        return side.name().equals(DiffSide.NOTHING)
                || side.name().equals(name)
                || withoutPrefix(side.name()).equals(withoutPrefix(name))
                || withoutPrefix(side.name()).equals(name);
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
        boolean nothing = old.equals(DiffSide.NOTHING) || now.equals(DiffSide.NOTHING);
        if (old.equals(now) && !nothing) {
            return old.matches("[abciow12]/.+") && !known.test(old) && known.test(withoutPrefix(old));
        }
        boolean oldFits = old.equals(DiffSide.NOTHING) || old.matches("[aciow1]/.+");
        boolean nowFits = now.equals(DiffSide.NOTHING) || now.matches("[bciow2]/.+");
        if (!oldFits || !nowFits) {
            return false;
        }
        String name = old.equals(DiffSide.NOTHING) ? now : old;
        return !known.test(name) || known.test(withoutPrefix(name));
    }

    private static String withoutPrefix(String name) {
        return name.indexOf('/') == 1 ? name.substring(2) : name;
    }
}
