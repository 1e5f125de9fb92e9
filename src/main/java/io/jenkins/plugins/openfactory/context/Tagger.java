package io.jenkins.plugins.openfactory.context;

import java.nio.CharBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads definitions, names and words out of a file. Stateless; never throws because of contents. */
final class Tagger {
    /** How often the words of a definition count. */
    private static final int DEFINITION = 3;

    private static final int SHORTEST_REFERENCE = 3;

    private Tagger() {}

    static FileTags tags(String path, String text, Symbols symbols) {
        Optional<Language> language = Language.of(path);
        Set<String> definitions = new LinkedHashSet<>();
        CharSequence code = text;
        if (language.isPresent()) {
            char[] blanked = CodeText.of(text, language.get());
            Definitions.of(blanked, language.get()).forEach(definition -> definitions.add(definition.name()));
            code = CharBuffer.wrap(blanked);
        }
        Map<String, int[]> names = new LinkedHashMap<>();
        Words.names(code, name -> names.computeIfAbsent(name, key -> new int[1])[0]++);
        Map<String, int[]> all = language.isEmpty() ? names : new HashMap<>();
        if (language.isPresent()) {
            Words.names(text, name -> all.computeIfAbsent(name, key -> new int[1])[0]++);
        }
        Map<Integer, Integer> words = new HashMap<>();
        int length = 0;
        for (Map.Entry<String, int[]> name : all.entrySet()) {
            int times = name.getValue()[0];
            length += times;
            for (int part : symbols.parts(name.getKey())) {
                words.merge(part, times, Integer::sum);
            }
        }
        for (String definition : definitions) {
            for (int part : symbols.parts(definition)) {
                words.merge(part, DEFINITION, Integer::sum);
            }
        }
        names.keySet().removeIf(name -> name.length() < SHORTEST_REFERENCE);
        return new FileTags(
                definitions.stream().mapToInt(symbols::id).toArray(),
                names.keySet().stream().mapToInt(symbols::id).toArray(),
                names.values().stream().mapToInt(uses -> uses[0]).toArray(),
                Counts.of(words),
                length);
    }
}
