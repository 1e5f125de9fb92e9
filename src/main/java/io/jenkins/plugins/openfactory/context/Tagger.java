package io.jenkins.plugins.openfactory.context;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads definitions, names and words out of a file. Stateless; never throws because of contents. */
final class Tagger {
    private Tagger() {}

    static FileTags tags(String path, String text) {
        Optional<Language> language = Language.of(path);
        Set<String> definitions = new LinkedHashSet<>();
        CharSequence code = text;
        if (language.isPresent()) {
            char[] blanked = CodeText.of(text, language.get());
            Definitions.of(blanked, language.get()).forEach(definition -> definitions.add(definition.name()));
            code = new String(blanked);
        }
        Map<String, Integer> names = new LinkedHashMap<>();
        Words.names(code, name -> names.merge(name, 1, Integer::sum));
        Map<String, Integer> words = new LinkedHashMap<>();
        int[] length = new int[1];
        Words.names(
                text,
                name -> Words.parts(name, word -> {
                    words.merge(word, 1, Integer::sum);
                    length[0]++;
                }));
        return new FileTags(List.copyOf(definitions), names, words, length[0]);
    }
}
