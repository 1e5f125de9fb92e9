package io.jenkins.plugins.openfactory.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes a temporary folder of this process. */
final class Trees {
    private Trees() {}

    static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = java.nio.file.Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                java.nio.file.Files.delete(path);
            }
        }
    }
}
