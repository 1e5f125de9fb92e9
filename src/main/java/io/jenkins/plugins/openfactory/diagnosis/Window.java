package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;

/**
 * A stretch of a log that looks like it matters.
 *
 * @param title what it is, for instance {@code new since the last green log, stdout line 12}
 * @param lines the stretch
 * @param key the index of its most telling line
 */
record Window(String title, List<String> lines, int key) {
    Window {
        lines = List.copyOf(lines);
    }

    String keyLine() {
        return lines.get(key);
    }
}
