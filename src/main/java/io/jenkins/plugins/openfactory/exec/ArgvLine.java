package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * An argument list written on one line: a JSON array of texts, or words with blanks between them. In words, single
 * quotes, double quotes and a backslash keep what they enclose; nothing is expanded, and operators of a shell are plain
 * words. Stateless.
 */
public final class ArgvLine {
    private ArgvLine() {}

    /**
     * Reads one line.
     *
     * @throws UserError where a quote is not closed, or the array is not one of texts
     */
    public static List<String> parse(String line) {
        String text = line.strip();
        return text.startsWith("[") && text.endsWith("]") ? array(text) : words(text);
    }

    private static List<String> array(String text) {
        List<String> argv = new ArrayList<>();
        try {
            Json.read(text).forEach(word -> {
                if (!word.isTextual()) {
                    throw new IllegalArgumentException("not an array of texts: " + word + " is not one");
                }
                argv.add(word.asText());
            });
        } catch (IllegalArgumentException e) {
            throw new UserError("The argument list '" + text + "' is " + e.getMessage() + ".", e);
        }
        return argv;
    }

    private static List<String> words(String text) {
        List<String> argv = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                open = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                open = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (open) {
                    argv.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (quote != 0) {
            throw new UserError("The line '" + text + "' opens a " + quote + " that it does not close.");
        }
        if (open) {
            argv.add(word.toString());
        }
        return argv;
    }
}
