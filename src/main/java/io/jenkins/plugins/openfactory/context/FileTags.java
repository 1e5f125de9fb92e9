package io.jenkins.plugins.openfactory.context;

import java.util.List;
import java.util.Map;

/**
 * What ranking has to know of one file's contents.
 *
 * @param definitions names it defines, in order, without repetition
 * @param names how often each name stands in its code, in order of first appearance
 * @param words how often each word stands anywhere in it, in order of first appearance
 * @param length the number of words
 */
record FileTags(List<String> definitions, Map<String, Integer> names, Map<String, Integer> words, int length) {
    /** A file that is left out. */
    static final FileTags NONE = new FileTags(List.of(), Map.of(), Map.of(), 0);
}
