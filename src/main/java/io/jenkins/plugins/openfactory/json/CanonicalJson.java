package io.jenkins.plugins.openfactory.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;

/** Writes the canonical form of RFC 8785: sorted keys, no white space, ECMAScript's spelling of numbers and texts. */
final class CanonicalJson {
    /** Every integer up to here is a double, and ECMAScript writes it with all its digits. */
    private static final long LARGEST_EXACT = 1L << 53;

    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {}

    static String write(JsonNode node) {
        StringBuilder out = new StringBuilder();
        value(node, out);
        return out.toString();
    }

    private static void value(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out);
            case ARRAY -> array(node, out);
            case STRING -> text(node.textValue(), out);
            case NUMBER -> number(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("no canonical form: " + node.getNodeType() + " is not JSON");
        }
    }

    private static void object(JsonNode node, StringBuilder out) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        // String's order is that of UTF-16 code units, as section 3.2.3 wants it.
        Collections.sort(names);
        char before = '{';
        for (String name : names) {
            out.append(before);
            text(name, out);
            out.append(':');
            value(node.get(name), out);
            before = ',';
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }

    private static void array(JsonNode node, StringBuilder out) {
        char before = '[';
        for (JsonNode element : node) {
            out.append(before);
            value(element, out);
            before = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private static void number(JsonNode node, StringBuilder out) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            long value = node.longValue();
            if (-LARGEST_EXACT <= value && value <= LARGEST_EXACT) {
                out.append(value);
                return;
            }
        }
        double value = node.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "no canonical form: the number " + node.asText() + " is outside the range of doubles");
        }
        try {
            out.append(NumberToJSON.serializeNumber(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("no canonical form: " + e.getMessage(), e);
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                escape(c, out);
            } else if (Character.isSurrogate(c)) {
                requirePair(text, i);
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static void requirePair(String text, int index) {
        if (!Character.isHighSurrogate(text.charAt(index))
                || index + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(index + 1))) {
            throw new IllegalArgumentException(
                    "no canonical form: a text has half a surrogate pair at character " + (index + 1));
        }
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
