package io.jenkins.plugins.openfactory.evidence.report;

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
        escape(Inert.clip(Inert.line(text), detail.characters()));
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

    /** A badge whose colour follows the state that it names. */
    Html badge(String state) {
        String kind = switch (state) {
            case "succeeded", "success", "done", "passed", "proven", "allowed" -> "good";
            case "failed", "failure", "ci_failed", "denied", "timed_out", "caused_by_patch", "pre_existing" -> "bad";
            case "waiting", "flaky", "infrastructure", "cancelled" -> "warn";
            default -> "plain";
        };
        return element("span", state.replace('_', ' '), "class", "badge " + kind);
    }

    /** A link to a web address in a new context; plain code for anything that is no web address. */
    Html web(String text, String address) {
        return Md.web(address) ? element("a", text, "href", address, "rel", "noopener noreferrer") : code(address);
    }

    /** A link to an artifact of the bundle. */
    Html artifact(String text, String path) {
        return element("a", text, "href", "../" + Md.relative(path));
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
