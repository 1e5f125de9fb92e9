package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * One thing that went wrong, as a report or a log tells it.
 *
 * @param test the failing test in its tool's selector form
 * @param lines what is told of it, cleaned and condensed; never empty
 * @param keys the indices of the lines that are kept whatever happens, the most important first: the message, where it
 *     happened, what was expected; never empty
 * @param identity what makes it the same failure again, before volatile parts are taken out
 * @param from the first line of the log that tells it; -1 where it comes from a report
 * @param to the line after the last one
 */
record Finding(
        Kind kind, Optional<String> test, List<String> lines, List<Integer> keys, String identity, int from, int to) {
    /** In the order in which evidence shows them. */
    enum Kind {
        TEST,
        COMPILER,
        CRASH
    }

    Finding {
        lines = List.copyOf(lines);
        keys = keys.stream().distinct().toList();
    }

    /** A failing test. */
    static Finding test(String id, List<String> lines, List<Integer> keys, int from, int to) {
        String identity = id + "\n" + lines.get(keys.get(0)).strip();
        return new Finding(Kind.TEST, Optional.of(id), lines, keys, identity, from, to);
    }

    /** A diagnostic whose first line says it all. */
    static Finding compiler(List<String> lines, List<Integer> keys, String identity, int from, int to) {
        return new Finding(Kind.COMPILER, Optional.empty(), lines, keys, identity, from, to);
    }

    /** A program that died. */
    static Finding crash(List<String> lines, List<Integer> keys, int from, int to) {
        return new Finding(
                Kind.CRASH,
                Optional.empty(),
                lines,
                keys,
                lines.get(keys.get(0)).strip(),
                from,
                to);
    }

    /** The same finding under another name of its test, as first told at another place. */
    Finding known(String id, int where) {
        return new Finding(kind, Optional.of(id), lines, keys, identity, where, Math.max(where, to));
    }
}
