package io.jenkins.plugins.openfactory.evidence.report;

import java.util.List;
import java.util.stream.Collectors;

/** Argument lists as lines that a POSIX shell reads back as the same arguments. */
final class Shell {
    private Shell() {}

    static String line(List<String> argv) {
        return argv.stream().map(Shell::word).collect(Collectors.joining(" "));
    }

    static String word(String argument) {
        String shown = Inert.line(argument);
        return shown.matches("[A-Za-z0-9_@%+=:,./-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
