package io.jenkins.plugins.openfactory.model.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Random;

/** Writes a value in the ways that models get wrong and that have one reading only. */
final class Mangler {
    private final Random random;

    private final boolean unclosed;

    Mangler(Random random) {
        this.random = random;
        this.unclosed = random.nextInt(3) == 0;
    }

    String mangle(JsonNode value) {
        String text = write(value);
        return unclosed ? withoutClosing(text, 1 + random.nextInt(3)) : text;
    }

    /** Drops brackets at the end, but never the only one that tells that a container is empty. */
    private static String withoutClosing(String text, int most) {
        String left = text;
        for (int i = 0; i < most && left.matches("(?s).*[}\\]]"); i++) {
            String shorter = left.substring(0, left.length() - 1);
            if (shorter.stripTrailing().matches("(?s).*[\\[{]")) {
                break;
            }
            left = shorter;
        }
        // A number at the very end could be cut off, so a space must follow it.
        return left + "\n";
    }

    private String write(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object(object);
        }
        if (value instanceof ArrayNode array) {
            return array(array);
        }
        if (value.isTextual()) {
            return string(value.asText());
        }
        String plain = value.toString();
        if (random.nextBoolean() && (value.isBoolean() || value.isNull())) {
            return value.isNull() ? "None" : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
        }
        return plain;
    }

    private String object(ObjectNode object) {
        StringBuilder text = new StringBuilder("{").append(space());
        object.properties()
                .forEach(member -> text.append(key(member.getKey()))
                        .append(space())
                        .append(':')
                        .append(space())
                        .append(write(member.getValue()))
                        .append(space())
                        .append(','));
        return ended(text, object.isEmpty()).append('}').toString();
    }

    private String array(ArrayNode array) {
        StringBuilder text = new StringBuilder("[").append(space());
        array.forEach(element ->
                text.append(write(element)).append(space()).append(',').append(space()));
        return ended(text, array.isEmpty()).append(']').toString();
    }

    private StringBuilder ended(StringBuilder text, boolean empty) {
        if (!empty && (unclosed || random.nextInt(3) > 0)) {
            text.setLength(text.lastIndexOf(","));
        }
        return text;
    }

    private String key(String key) {
        return key.matches("[A-Za-z_$][\\w$-]*") && random.nextBoolean() ? key : string(key);
    }

    private String string(String content) {
        char quote = random.nextBoolean() ? '"' : '\'';
        StringBuilder text = new StringBuilder().append(quote);
        for (char c : content.toCharArray()) {
            if (c == quote || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' && random.nextBoolean()) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(quote).toString();
    }

    private String space() {
        // A comment's brackets are not to be dropped for those of the value.
        return switch (random.nextInt(8) + (unclosed ? 4 : 0)) {
            case 0 -> "\n  ";
            case 1 -> " // it's a \"note\"; {see} [1\n";
            case 2 -> " /* it's a \"note\" */ ";
            case 3 -> " # it's a note]\n";
            case 4 -> "\n\t";
            default -> "";
        };
    }
}
