package io.jenkins.plugins.openfactory.exec;

import java.nio.file.Path;
import java.util.Optional;

/** Decides whether a path that a command names stays in its workspace. */
interface Confinement {
    /** Where a command sees its workspace in the FULL tier. */
    String SEEN_AS = "/workspace";

    /** A sentence part that says what is wrong with the path; empty if it stays inside. */
    Optional<String> refuse(String path);

    /** A decision by the text alone, for a command in the workspace's own folder. */
    static Confinement lexical() {
        return text -> {
            Path path = Path.of(SEEN_AS).resolve(text.isEmpty() ? "." : text).normalize();
            return path.startsWith(SEEN_AS) ? Optional.empty() : Optional.of("leaves the workspace");
        };
    }
}
