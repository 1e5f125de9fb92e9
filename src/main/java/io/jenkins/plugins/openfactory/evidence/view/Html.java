package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.report.Inert;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML in which every text and every attribute is escaped and inert; there is no way to add markup as text. For
 * one thread.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private final Detail detail;

    Html(Detail detail) {
        this.detail = detail;
    }

    /** How much is shown. */
    Detail detail() {
        return detail;
    }

    /** Opens an element; names and values of attributes take turns. */
    Html open(String tag, String... attributes) {
        tag(tag, attributes);
        open.push(tag);
        return this;
    }

    /** Closes the element that was opened last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes the element that was opened last and begins a new line in the source. */
    Html closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** An element without content. */
    Html empty(String tag, String... attributes) {
        tag(tag, attributes);
        return this;
    }

    private void tag(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    /** A whole text. */
    Html text(String text) {
        escape(Inert.text(text));
        return this;
    }

    /** A text on one line, cut at the length that the detail allows. */
    Html line(String text) {
        escape(Inert.clip(Inert.line(text), detail.line()));
        return this;
    }

    /** An element with one line of text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).line(text).close();
    }

    /** A code element with one line of text. */
    Html code(String text) {
        return element("code", text);
    }

    /** A link to a web address in a new context; plain code for anything that is no web address. */
    Html web(String text, String address) {
        return web(address) ? element("a", text, "href", address, "rel", "noopener noreferrer") : code(address);
    }

    /** A link to an artifact of the bundle. */
    Html artifact(String text, String path) {
        return element("a", text, "href", "../" + relative(path));
    }

    /** Whether a text is an address that a browser may follow. */
    private static boolean web(String address) {
        return address.matches("https?://[\\x21-\\x7e&&[^<>\"|]]+");
    }

    private static String relative(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an artifact path is always a URL path: " + path, e);
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    /** What was built so far. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
