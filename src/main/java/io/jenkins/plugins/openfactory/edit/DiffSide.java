package io.jenkins.plugins.openfactory.edit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code ---}, {@code +++} or {@code ***} line of a diff says about one side: a name, and behind it perhaps a time
 * or a revision. GNU diff gives a file that is not there the time zero (its manual, "Creating and Deleting Files"),
 * Subversion the words "nonexistent" or, before the change, "revision 0".
 *
 * @param name without what stands behind it; {@code /dev/null} where there is no file
 * @param absent whether the time or the revision says that there is no file on this side
 */
record DiffSide(String name, boolean absent) {
    static final String NOTHING = "/dev/null";
    static final DiffSide NONE = new DiffSide("", false);

    private static final Pattern TIME = Pattern.compile(
            " +(?:\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*"
                    + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*\\d\\d:\\d\\d:\\d\\d.*|\\((?:revision|working copy|nonexistent)[^)]*\\))$");
    /** What may stand behind a tab: a time, a revision, or where in its repository Subversion found the file. */
    private static final Pattern BEHIND =
            Pattern.compile("\\s*|.*\\d\\d:\\d\\d.*|\\d{4}-\\d\\d-\\d\\d|\\([^)]*\\)\\s*");

    private static final Pattern ZERO = Pattern.compile(
            "(1970-01-01|1969-12-31)[ T](\\d\\d):(\\d\\d):00(?:[.,]0+)?" + "(?: ?([+-])(\\d\\d):?(\\d\\d)|Z)?");
    private static final String ZERO_IN_WORDS = "Thu Jan (?: |0)?1 00:00:00 1970(?: \\+0000)?";
    private static final int DAY = 24 * 60;

    /** The side before the change, from the line without its marker. */
    static DiffSide before(String text) {
        DiffSide side = after(text);
        return text.strip().endsWith("(revision 0)") ? new DiffSide(side.name, true) : side;
    }

    /** The side after the change. */
    static DiffSide after(String text) {
        String name = TIME.matcher(text).replaceFirst("");
        while (name.indexOf('\t') >= 0
                && BEHIND.matcher(name.substring(name.lastIndexOf('\t') + 1)).matches()) {
            name = name.substring(0, name.lastIndexOf('\t'));
        }
        if (name.equals(text) && name.indexOf('\t') >= 0) {
            name = text.substring(0, text.indexOf('\t'));
        }
        String behind = text.substring(name.length()).strip();
        return new DiffSide(PathLine.quoted(name.strip()), behind.equals("(nonexistent)") || isZero(behind));
    }

    DiffSide named(String other) {
        return new DiffSide(other, absent);
    }

    /** The name, unless it is that of no file. */
    Optional<String> file() {
        return name.equals(NOTHING) ? Optional.empty() : Optional.of(name);
    }

    /** Whether a time is that of the beginning of 1970 in UTC. Without a zone it counts as UTC. */
    private static boolean isZero(String time) {
        if (time.matches(ZERO_IN_WORDS)) {
            return true;
        }
        Matcher zero = ZERO.matcher(time);
        if (!zero.matches()) {
            return false;
        }
        int local = Integer.parseInt(zero.group(2)) * 60 + Integer.parseInt(zero.group(3));
        int sinceZero = zero.group(1).startsWith("1969") ? local - DAY : local;
        int zone = zero.group(4) == null ? 0 : Integer.parseInt(zero.group(5)) * 60 + Integer.parseInt(zero.group(6));
        return sinceZero == ("-".equals(zero.group(4)) ? -zone : zone);
    }
}
