package io.jenkins.plugins.openfactory.evidence.report;

/**
 * Makes characters visible that would act on a reader's screen instead of standing on it: control characters, those that
 * turn the direction of text, and invisible ones that hide words. Stateless, so safe for any thread.
 */
public final class Inert {
    private static final int PICTURES = 0x2400;
    private static final char REPLACEMENT = '\uFFFD';

    private Inert() {}

    /** The text with line feeds and tabs kept, every other such character shown, and line ends made line feeds. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    /** The same on one line: runs of white space become a space. */
    public static String line(String text) {
        return text(text).replaceAll("\\s+", " ").strip();
    }

    /** At most so many characters of a text; what is cut off becomes an ellipsis. */
    public static String clip(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    private static void append(StringBuilder shown, int c) {
        if (c == '\n' || c == '\t') {
            shown.append((char) c);
        } else if (c < ' ') {
            shown.append((char) (PICTURES + c));
        } else if (c == 0x7f) {
            shown.append('\u2421');
        } else if (c >= 0x80 && c < 0xa0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            shown.append(REPLACEMENT);
        } else if (acts(c)) {
            shown.append("‹U+").append(String.format("%04X", c)).append('›');
        } else {
            shown.appendCodePoint(c);
        }
    }

    private static boolean acts(int c) {
        return c == 0x00ad
                || c == 0x061c
                || c == 0x180e
                || c >= 0x200b && c <= 0x200f && c != 0x200c && c != 0x200d
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2060 && c <= 0x206f
                || c == 0xfeff
                || c >= 0xfff9 && c <= 0xfffb
                || c >= 0xfe00 && c <= 0xfe0e
                || c >= 0xe0000 && c <= 0xe0fff
                || c >= 0xfdd0 && c <= 0xfdef
                || (c & 0xfffe) == 0xfffe;
    }
}
