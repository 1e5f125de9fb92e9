package io.jenkins.plugins.openfactory.artifact;

import java.nio.charset.StandardCharsets;

/** What may be an artifact's path: relative, {@code /} between plain names, nothing that any file system reads otherwise. */
final class ArtifactPath {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PATH = 1_000;

    private ArtifactPath() {}

    /**
     * Returns if the path is one.
     *
     * @throws IllegalArgumentException naming the path and what is wrong with it
     */
    static void require(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw refused(path, "it must have 1 to " + LONGEST_PATH + " bytes");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\' || c == ':')) {
            throw refused(path, "control characters, backslashes and colons are not allowed");
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw refused(path, "it must be relative, without empty names, '.' and '..'");
            }
            if (name.equals(".partial")) {
                throw refused(path, "the name .partial is taken");
            }
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                throw refused(path, "a name in it has more than " + LONGEST_NAME + " bytes");
            }
        }
    }

    private static IllegalArgumentException refused(String path, String why) {
        String shown = path.length() <= 100 ? path : path.substring(0, 100) + "…";
        return new IllegalArgumentException(
                "'" + shown.replaceAll("\\p{Cntrl}", "?") + "' is no artifact path: " + why);
    }
}
