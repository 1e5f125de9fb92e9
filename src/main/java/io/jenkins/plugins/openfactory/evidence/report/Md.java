package io.jenkins.plugins.openfactory.evidence.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown in which a stranger's text stays text: no heading, link, picture, HTML or table of its own. Stateless, so safe
 * for any thread.
 */
public final class Md {
    private static final Pattern SPECIAL =
            Pattern.compile("[\\\\`*\\[\\]<>|~]|&(?=[A-Za-z#])|:(?=//)" + "|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
    private static final Pattern LEADING = Pattern.compile("^(?:[#+=-]|(\\d{1,9})(?=[.)](?:\\s|$)))");
    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Md() {}

    /** A text of somebody else on one line. */
    public static String line(String text) {
        String escaped = SPECIAL.matcher(Inert.line(text)).replaceAll(found -> "\\\\" + quoted(found.group()));
        Matcher leading = LEADING.matcher(escaped);
        if (!leading.find()) {
            return escaped;
        }
        return leading.group(1) == null ? "\\" + escaped : leading.group(1) + "\\" + escaped.substring(leading.end());
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    /** At most so many characters of a text of somebody else, on one line. */
    static String line(String text, int most) {
        return line(Inert.clip(Inert.line(text), most));
    }

    /** A text as code on one line, also within a table. */
    public static String code(String text) {
        String shown = Inert.line(text);
        if (shown.isEmpty()) {
            return "–";
        }
        String ticks = "`".repeat(longest(shown) + 1);
        String pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
        return ticks + pad + shown.replace("|", "\\|") + pad + ticks;
    }

    /** A text as a block of code. */
    static String block(String language, String text) {
        String shown = Inert.text(text).stripTrailing();
        String ticks = "`".repeat(Math.max(3, longest(shown) + 1));
        return ticks + language + "\n" + shown + "\n" + ticks + "\n";
    }

    private static int longest(String text) {
        return BACKTICKS
                .matcher(text)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
    }

    /** The first lines of a text, and how many there are after them. */
    static String first(String text, int most) {
        List<String> lines = Inert.text(text).strip().lines().toList();
        return lines.size() <= most
                ? String.join("\n", lines)
                : String.join("\n", lines.subList(0, most)) + "\n… (" + Words.count(lines.size() - most, "more line")
                        + ")";
    }

    /** A web address as a link; anything else as code. */
    static String address(String address) {
        return web(address) ? "<" + address + ">" : code(address);
    }

    /** A link to an artifact beside this one. */
    static String artifact(String path) {
        return "[" + line(path) + "](" + destination(relative(path)) + ")";
    }

    /** A path as a relative URL. */
    static String relative(String path) {
        try {
            String raw = new URI(null, null, "/" + path, null).toASCIIString();
            return raw.substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an artifact path is always a URL path: " + path, e);
        }
    }

    /** Whether a text is an address that a browser may follow. */
    static boolean web(String address) {
        return address.matches("https?://[\\x21-\\x7e&&[^<>\"|]]+");
    }

    private static String destination(String url) {
        return url.replace("(", "%28")
                .replace(")", "%29")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\\", "%5C");
    }
}
