package io.jenkins.plugins.openfactory.exec.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Finds out whether a failed command ran into its limit on the size of a file. The kernel ends a process that does, but
 * Java, Python and others catch that and fail in their own words; the file at the limit is the evidence then.
 */
final class FileSizeLimit {
    private static final int MAX_FILES = 200_000;

    private FileSizeLimit() {}

    /** Whether a file of the folder was filled up to the limit since the given time. Links are not followed. */
    static boolean reached(Path folder, long limit, Instant since) {
        Search search = new Search(limit, since.minusSeconds(1));
        try {
            Files.walkFileTree(folder, search);
        } catch (IOException e) {
            return search.found;
        }
        return search.found;
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final long limit;
        private final Instant since;
        private int seen;
        private boolean found;

        Search(long limit, Instant since) {
            this.limit = limit;
            this.since = since;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found = attributes.isRegularFile()
                    && attributes.size() >= limit
                    && attributes.lastModifiedTime().toInstant().isAfter(since);
            return found || ++seen > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
