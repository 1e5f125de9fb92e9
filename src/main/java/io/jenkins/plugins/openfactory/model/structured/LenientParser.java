package io.jenkins.plugins.openfactory.model.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one array or object, allowing for what models get wrong where only one reading is possible. A recursive descent
 * over the grammar of RFC 8259. For one value in one thread.
 */
final class LenientParser {
    private static final int DEEPEST = 200;
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?)(?:(0|[1-9]\\d*+)(\\.\\d*+)?|(\\.\\d++))([eE][+-]?\\d++)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_$][\\w$-]*+");

    /** What opens a string, and at the same places what closes it. */
    private static final String QUOTES = "\"'\u201c\u2018";

    private static final String CLOSING = "\"'\u201d\u2019";
    /** Characters that show as nothing and are no space to Unicode. */
    private static final String INVISIBLE = "\u180e\u200b\u2060\ufeff";

    private static final String TRIPLE = "\"\"\"";

    private final String text;
    private int at;
    private int depth;
    private int openArrays;
    private int openObjects;
    private boolean looksLikeJson;
    private boolean bracketInComment;

    LenientParser(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** Where the value ends, or how far it was read. */
    int end() {
        return at;
    }

    /** Whether enough was read to know that JSON was meant, not a bracket in a sentence. */
    boolean looksLikeJson() {
        return looksLikeJson;
    }

    /** Reads the value that begins at the start; it must be an array or an object. */
    JsonNode container() throws NotJson {
        return text.charAt(at) == '{' ? object() : array();
    }

    /** Skips what may stand between tokens and tells whether anything else follows. */
    boolean atEnd() throws NotJson {
        skip();
        return ended();
    }

    private ObjectNode object() throws NotJson {
        enter();
        openObjects++;
        ObjectNode object = Json.object();
        boolean separated = true;
        while (!closed('}', openArrays, object.isEmpty(), separated)) {
            if (!separated && !keyFollows()) {
                throw new NotJson("a ',' or '}' is missing", at);
            }
            int place = at;
            String key = key();
            if (object.has(key)) {
                throw new NotJson("the key '" + key + "' stands twice in one object", place);
            }
            skip();
            colon(key);
            looksLikeJson = true;
            object.set(key, value());
            separated = comma();
        }
        openObjects--;
        depth--;
        return object;
    }

    private ArrayNode array() throws NotJson {
        enter();
        openArrays++;
        ArrayNode array = Json.array();
        boolean separated = true;
        while (!closed(']', openObjects, array.isEmpty(), separated)) {
            if (!separated && !elementFollows()) {
                throw new NotJson("a ',' or ']' is missing", at);
            }
            array.add(value());
            separated = comma();
            looksLikeJson |= separated;
        }
        openArrays--;
        depth--;
        return array;
    }

    private void colon(String key) throws NotJson {
        if (!ended() && text.charAt(at) == ':') {
            at++;
        } else if (!ended() && text.startsWith("=>", at)) {
            at += 2;
        } else {
            throw new NotJson("a ':' is missing after the key '" + key + "'", at);
        }
    }

    /** Whether a comma was forgotten before a quoted key: it stands apart from what is before it, and has a colon. */
    private boolean keyFollows() {
        int start = at;
        if (text.charAt(at) != '"' || !Character.isWhitespace(text.charAt(at - 1)) && !isBracket(text.charAt(at - 1))) {
            return false;
        }
        try {
            string();
            skip();
            return !ended() && text.charAt(at) == ':';
        } catch (NotJson e) {
            return false;
        } finally {
            at = start;
        }
    }

    /** Whether a comma was forgotten between two containers, or between two strings on lines of their own. */
    private boolean elementFollows() {
        char next = text.charAt(at);
        int before = at - 1;
        boolean line = false;
        while (Character.isWhitespace(text.charAt(before))) {
            line |= text.charAt(before--) == '\n';
        }
        return isBracket(text.charAt(before))
                ? next == '{' || next == '['
                : next == '"' && line && text.charAt(before) == '"';
    }

    private static boolean isBracket(char c) {
        return c == '}' || c == ']';
    }

    private void enter() throws NotJson {
        if (++depth > DEEPEST) {
            throw new NotJson("the value is nested deeper than " + DEEPEST + " levels", at);
        }
        at++;
    }

    /**
     * Whether the container ends here: at its bracket, or where its bracket is missing but can stand nowhere else, which
     * is before the other kind of bracket while such a container is open, or at the end of the text after an element.
     */
    private boolean closed(char bracket, int othersOpen, boolean empty, boolean separated) throws NotJson {
        skip();
        if (ended()) {
            if (empty || separated) {
                throw new NotJson("the text ends where more is promised; it may be cut off", at);
            }
            if (bracketInComment) {
                throw new NotJson("a bracket is missing, and a comment to the end of its line holds one", at);
            }
            return true;
        }
        char c = text.charAt(at);
        if (c == bracket) {
            at++;
            return true;
        }
        return (c == '}' || c == ']') && othersOpen > 0 && !empty;
    }

    private boolean comma() throws NotJson {
        skip();
        if (!ended() && text.charAt(at) == ',') {
            at++;
            return true;
        }
        return false;
    }

    private String key() throws NotJson {
        if (QUOTES.indexOf(text.charAt(at)) >= 0) {
            return string();
        }
        return token(KEY).orElseThrow(() -> new NotJson("a key was expected, not " + shown(), at));
    }

    private JsonNode value() throws NotJson {
        skip();
        if (ended()) {
            throw new NotJson("the text ends where a value was expected; it may be cut off", at);
        }
        char c = text.charAt(at);
        if (c == '{') {
            return object();
        }
        if (c == '[') {
            return array();
        }
        if (QUOTES.indexOf(c) >= 0) {
            return TextNode.valueOf(strings());
        }
        return "+-.".indexOf(c) >= 0 || Character.isDigit(c) ? number() : word();
    }

    private JsonNode number() throws NotJson {
        int start = at;
        Matcher found = NUMBER.matcher(text).region(at, text.length());
        if (!found.lookingAt()) {
            throw new NotJson("a number is not written as JSON does", at);
        }
        at = found.end();
        String digits = digits(found);
        if (ended()) {
            throw new NotJson("the text ends at a number; it may be cut off", start);
        }
        if (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.' || text.charAt(at) == '_') {
            throw new NotJson("a number is not written as JSON does", start);
        }
        try {
            return Json.read(digits);
        } catch (IllegalArgumentException e) {
            throw new NotJson("a number has " + digits.length() + " characters, which is too many", start);
        }
    }

    /** The number as JSON writes it: no plus, a digit on both sides of the point. */
    private static String digits(Matcher found) {
        String whole = found.group(2) == null ? "0" : found.group(2);
        String part = found.group(3) == null ? found.group(4) : found.group(3);
        String fraction = part == null || part.equals(".") ? "" : part;
        String exponent = found.group(5) == null ? "" : found.group(5);
        return (found.group(1).equals("-") ? "-" : "") + whole + fraction + exponent;
    }

    private JsonNode word() throws NotJson {
        int start = at;
        String word = token(WORD).orElseThrow(() -> new NotJson("a value was expected, not " + shown(), at));
        return switch (word) {
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            case "null", "Null", "NULL", "None", "undefined" -> NullNode.instance;
            default -> throw new NotJson("'" + word + "' is no JSON value; quote it if it is a text", start);
        };
    }

    private Optional<String> token(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        return Optional.of(matcher.group());
    }

    /** A string, or several that a plus joins. */
    private String strings() throws NotJson {
        StringBuilder joined = new StringBuilder(string());
        while (true) {
            int start = at;
            skip();
            if (ended() || text.charAt(at) != '+') {
                at = start;
                return joined.toString();
            }
            at++;
            skip();
            if (ended() || QUOTES.indexOf(text.charAt(at)) < 0) {
                throw new NotJson("a string was expected after '+'", at);
            }
            joined.append(string());
        }
    }

    private String string() throws NotJson {
        int start = at;
        if (text.startsWith(TRIPLE, at)) {
            int close = text.indexOf(TRIPLE, at + TRIPLE.length());
            if (close < 0) {
                throw new NotJson("the text ends inside a string; it may be cut off", start);
            }
            at = close + TRIPLE.length();
            return text.substring(start + TRIPLE.length(), close);
        }
        char quote = CLOSING.charAt(QUOTES.indexOf(text.charAt(at++)));
        looksLikeJson |= quote == '"';
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return content.toString();
            }
            content.append(c == '\\' ? escaped() : c);
        }
        throw new NotJson("the text ends inside a string; it may be cut off", start);
    }

    private char escaped() throws NotJson {
        if (at >= text.length()) {
            throw new NotJson("the text ends inside a string; it may be cut off", at);
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/', '\'' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default ->
                throw new NotJson(
                        "'\\" + c + "' is no escape in JSON; a backslash in a string is written '\\\\'", at - 2);
        };
    }

    private char unicode() throws NotJson {
        String digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new NotJson("'\\u' needs four hexadecimal digits", at - 2);
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    /** Skips white space and comments. */
    private void skip() throws NotJson {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                int line = text.indexOf('\n', at);
                int end = line < 0 ? text.length() : line;
                bracketInComment |= text.substring(at, end).matches(".*[}\\]].*");
                at = end;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    throw new NotJson("a comment is not closed", at);
                }
                at = close + 2;
            } else {
                return;
            }
        }
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || INVISIBLE.indexOf(c) >= 0;
    }

    /** Whether the text ends here; the fence around it is its end too. */
    private boolean ended() {
        return at >= text.length() || text.startsWith("```", at) || text.startsWith("~~~", at);
    }

    private String shown() {
        return "'" + text.substring(at, text.offsetByCodePoints(at, 1)) + "'";
    }
}
