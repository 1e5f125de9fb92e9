package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Command lines of a file: a JSON array, or words with a shell's quotes. Blank lines and comments are passed over. */
final class CommandLines {
    private CommandLines() {}

    static List<List<String>> read(String text) {
        List<List<String>> commands = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> commands.add(line.startsWith("[") ? Json.texts(Json.read(line)) : words(line)));
        return commands;
    }

    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
            if (escapes) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
