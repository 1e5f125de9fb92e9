package io.jenkins.plugins.openfactory.exec.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The folders that a working tree's git directory consists of (gitrepository-layout: {@code commondir}, alternates). */
final class GitFolders {
    private static final int DEPTH = 5;

    private GitFolders() {}

    /** The git directory, the repository that it shares, and folders that these borrow objects from; canonical. */
    static Set<Path> of(Path gitDir) {
        Set<Path> folders = new LinkedHashSet<>();
        add(gitDir, folders, DEPTH);
        return folders;
    }

    static Path canonical(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static void add(Path folder, Set<Path> folders, int depth) {
        Path canonical = canonical(folder);
        if (depth == 0 || !folders.add(canonical)) {
            return;
        }
        lines(canonical.resolve("commondir")).forEach(line -> add(canonical.resolve(line), folders, depth - 1));
        lines(canonical.resolve("objects/info/alternates")).forEach(line -> {
            add(canonical.resolve("objects").resolve(line), folders, depth - 1);
        });
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
