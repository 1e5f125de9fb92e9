package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The folders of a repository in which packs are made that no reader sees yet. One that is empty again serves the next
 * pack, because making and deleting it costs more than a small pack does. A process that is killed leaves such a folder,
 * which git takes for one of its own and prunes. Safe for any thread.
 */
final class Quarantine implements AutoCloseable {
    /** As git names the folders in which it receives packs (git-receive-pack(1), quarantine environment). */
    private static final String PREFIX = "tmp_objdir-incoming-";

    private final Path objects;
    private final Queue<Path> free = new ConcurrentLinkedQueue<>();

    Quarantine(Path gitDir) {
        this.objects = gitDir.resolve("objects");
    }

    /** A folder with an empty folder {@code pack} in it, for one writer. */
    Path take() throws IOException {
        Path folder = free.poll();
        if (folder != null && Files.isDirectory(folder.resolve("pack"))) {
            return folder;
        }
        folder = Files.createTempDirectory(objects, PREFIX);
        Files.createDirectory(folder.resolve("pack"));
        return folder;
    }

    /** Takes back a folder whose packs have all been moved to where they are seen. */
    void giveBack(Path folder) {
        free.add(folder);
    }

    /** Deletes a folder; a pack that was not to be stays in it, which is no part of the repository, until git prunes it. */
    static void discard(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve("pack"));
            Files.delete(folder);
        } catch (IOException e) {
            // It is in nobody's way, so it is no reason to fail work that is done.
        }
    }

    /** Deletes what is free. */
    @Override
    public void close() {
        for (Path folder = free.poll(); folder != null; folder = free.poll()) {
            discard(folder);
        }
    }
}
