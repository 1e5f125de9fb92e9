package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers for names and words, so that ten thousand files' worth of them fit in memory. Safe for any thread. */
final class Symbols {
    private final ConcurrentMap<String, Integer> ids = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, int[]> parts = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** The number of a text, a new one for a new text; which one depends on who came first. */
    int id(String text) {
        Integer known = ids.get(text);
        return known != null ? known : ids.computeIfAbsent(text, key -> next.getAndIncrement());
    }

    /** The numbers of the words that a name is made of. */
    int[] parts(String name) {
        int[] known = parts.get(name);
        if (known == null) {
            List<String> words = new ArrayList<>();
            Words.parts(name, words::add);
            known = words.stream().mapToInt(this::id).toArray();
            parts.put(name, known);
        }
        return known;
    }

    /** The number of a text; -1 where no file has it. */
    int known(String text) {
        return ids.getOrDefault(text, -1);
    }

    int size() {
        return next.get();
    }
}
