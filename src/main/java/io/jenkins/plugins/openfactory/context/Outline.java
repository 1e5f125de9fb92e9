package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reduces a file to the lines that define something. Stateless. */
final class Outline {
    private static final int LONGEST = 200;

    private Outline() {}

    /** The defining lines verbatim, with a mark for each run of lines left out; at most so many characters. */
    static String of(String path, String text, int most) {
        List<String> lines = text.lines().toList();
        StringBuilder outline = new StringBuilder();
        int shown = 0;
        for (int line : definingLines(path, text)) {
            if (line >= lines.size() || line < shown || lines.get(line).length() > LONGEST) {
                continue;
            }
            String entry = gap(line - shown) + lines.get(line) + "\n";
            if (outline.length() + entry.length() + gap(lines.size()).length() > most) {
                break;
            }
            outline.append(entry);
            shown = line + 1;
        }
        return outline.isEmpty()
                ? ""
                : outline.append(gap(lines.size() - shown)).toString();
    }

    /** The signatures alone, without marks and indentation beyond two spaces. */
    static List<String> signatures(String path, String text) {
        List<String> lines = text.lines().toList();
        List<String> signatures = new ArrayList<>();
        for (int line : definingLines(path, text)) {
            if (line < lines.size() && lines.get(line).length() <= LONGEST) {
                signatures.add(lines.get(line).strip().replaceAll("\\s*\\{$", ""));
            }
        }
        return signatures;
    }

    private static List<Integer> definingLines(String path, String text) {
        Optional<Language> language = Language.of(path);
        return language.isEmpty()
                ? List.of()
                : Definitions.of(CodeText.of(text, language.get()), language.get()).stream()
                        .map(Definitions.Definition::line)
                        .distinct()
                        .toList();
    }

    private static String gap(int lines) {
        return lines <= 0 ? "" : "⋮ " + lines + " lines left out\n";
    }
}
