package io.jenkins.plugins.openfactory.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Working trees that are deleted while the work goes on, each in a thread of its own that ends with it. What failed is
 * told once, to whoever settles. Safe for any thread.
 */
final class TreeRemovals {
    private static final Logger LOG = Logger.getLogger(TreeRemovals.class.getName());

    private final Map<Path, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    /** Begins to delete a working tree, after what was begun in the same place before. */
    void start(Path workspace, Runnable removal) {
        running.compute(
                workspace.toAbsolutePath(),
                (path, before) -> before == null
                        ? CompletableFuture.runAsync(removal, TreeRemovals::inThread)
                        : before.handle((done, failure) -> null).thenRunAsync(removal, TreeRemovals::inThread));
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "openfactory-remove");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until nothing is deleted in this place any more. What failed is forgotten, because the place is used again. */
    void await(Path workspace) {
        Path path = workspace.toAbsolutePath();
        Optional.ofNullable(running.get(path)).ifPresent(removal -> {
            failure(removal);
            running.remove(path, removal);
        });
    }

    /** Waits until nothing is deleted any more; what failed is logged. */
    void await() {
        failures().forEach(failure -> LOG.log(Level.WARNING, "A working tree was left behind", failure));
    }

    /** Waits until nothing is deleted any more, and throws what the first removal threw that failed. */
    void settle() {
        failures().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private List<RuntimeException> failures() {
        List<RuntimeException> failures = new ArrayList<>();
        running.forEach((path, removal) -> {
            failure(removal).ifPresent(failures::add);
            running.remove(path, removal);
        });
        return failures;
    }

    private static Optional<RuntimeException> failure(CompletableFuture<Void> removal) {
        try {
            removal.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause() instanceof RuntimeException cause ? cause : e);
        }
    }
}
