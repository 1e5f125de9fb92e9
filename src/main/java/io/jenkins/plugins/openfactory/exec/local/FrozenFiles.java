package io.jenkins.plugins.openfactory.exec.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of a workspace that a command may not change, as mounts can show them read-only. */
final class FrozenFiles {
    /** A mount costs about half a millisecond at each start, so there are not more. */
    static final int MOST = 64;

    private FrozenFiles() {}

    /** The real paths of the plain files among the names; what is missing or lies behind a link is left out. */
    static List<Path> of(Path root, Set<String> names) {
        List<Path> files = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            Path file = root.resolve(name).normalize();
            if (files.size() < MOST && isPlain(root, file)) {
                files.add(file);
            }
        }
        return List.copyOf(files);
    }

    private static boolean isPlain(Path root, Path file) {
        try {
            return file.startsWith(root)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.toRealPath().equals(file);
        } catch (IOException e) {
            return false;
        }
    }
}
