package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * One thing that went wrong, as a report or a log tells it.
 *
 * @param test the failing test in its tool's selector form
 * @param headline the line that failed: always kept
 * @param detail what is told below it, cleaned and condensed, without the headline
 * @param identity what makes it the same failure again, before volatile parts are taken out
 * @param from the first line of the log that tells it; -1 where it comes from a report
 * @param to the line after the last one
 */
record Finding(
        Kind kind, Optional<String> test, String headline, List<String> detail, String identity, int from, int to) {
    /** In the order in which evidence shows them. */
    enum Kind {
        TEST,
        COMPILER,
        CRASH
    }

    Finding {
        detail = List.copyOf(detail);
    }

    static Finding test(String id, String headline, List<String> detail, String identity, int from, int to) {
        return new Finding(Kind.TEST, Optional.of(id), headline, detail, identity, from, to);
    }

    static Finding compiler(String headline, List<String> detail, String identity, int from, int to) {
        return new Finding(Kind.COMPILER, Optional.empty(), headline, detail, identity, from, to);
    }

    static Finding crash(String headline, List<String> detail, String identity, int from, int to) {
        return new Finding(Kind.CRASH, Optional.empty(), headline, detail, identity, from, to);
    }
}
