package io.jenkins.plugins.openfactory.exec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What no argument list may contain, whatever a policy says. */
final class Argv {
    static final int MAX_ARGUMENTS = 256;
    static final int MAX_BYTES = 128 * 1024;

    private Argv() {}

    /** The first thing that is wrong with the list as such; empty if nothing is. */
    static Optional<Mismatch> check(List<String> argv) {
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            return Optional.of(
                    new Mismatch(0, "NO_RULE", "the argument list is empty; it starts with a program's name"));
        }
        if (argv.size() > MAX_ARGUMENTS) {
            return Optional.of(new Mismatch(
                    MAX_ARGUMENTS,
                    "TOO_LONG",
                    argv.size() + " arguments are more than the " + MAX_ARGUMENTS + " allowed; name a folder instead"));
        }
        long bytes = argv.stream()
                .mapToLong(a -> a.getBytes(StandardCharsets.UTF_8).length + 1L)
                .sum();
        if (bytes > MAX_BYTES) {
            return Optional.of(new Mismatch(
                    0, "TOO_LONG", bytes + " bytes of arguments are more than the " + MAX_BYTES + " allowed"));
        }
        for (int i = 0; i < argv.size(); i++) {
            Optional<Mismatch> bad = characters(argv.get(i), i);
            if (bad.isPresent()) {
                return bad;
            }
        }
        return Optional.empty();
    }

    private static Optional<Mismatch> characters(String argument, int index) {
        int bad = argument.codePoints().filter(Argv::refused).findFirst().orElse(-1);
        if (bad >= 0) {
            return Optional.of(new Mismatch(
                    index,
                    "CHARACTER",
                    String.format(
                            "argument %d contains the character U+%04X; control, bidirectional and invisible characters"
                                    + " are not allowed",
                            index, bad)));
        }
        boolean name = index == 0 || argument.startsWith("-");
        int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
        String ascii = index == 0 ? argument : argument.substring(0, end);
        if (name && ascii.chars().anyMatch(c -> c > 126)) {
            return Optional.of(new Mismatch(
                    index, "CHARACTER", "'" + argument + "' is a program or option whose name is not plain ASCII"));
        }
        return Optional.empty();
    }

    private static boolean refused(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || c == 0x034F
                || c >= 0x180B && c <= 0x180F
                || c >= 0xFE00 && c <= 0xFE0F
                || c >= 0xE0100 && c <= 0xE01EF
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2800;
    }
}
