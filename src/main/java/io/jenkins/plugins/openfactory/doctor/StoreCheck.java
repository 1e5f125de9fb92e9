package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the store opens and is whole. A damaged file is never changed: mending it means to set it aside under another
 * name, so that a backup or an empty store can take its place.
 */
public final class StoreCheck implements Check {
    private static final String NAME = "store";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Supplier<Optional<String>> examine;
    private final Optional<Path> file;
    private final Clock clock;

    /**
     * A check of one store.
     *
     * @param examine opens it, and says what is damaged in it
     * @param file where it is a file of ours
     */
    public StoreCheck(Supplier<Optional<String>> examine, Optional<Path> file, Clock clock) {
        this.examine = examine;
        this.file = file;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding look() {
        String place = file.map(Path::toString).orElse("The store");
        try {
            return examine.get()
                    .map(found -> Finding.failure(NAME, place + " is damaged: " + found, mend()))
                    .orElseGet(() -> Finding.ok(NAME, place + " is sound."));
        } catch (WorldFault e) {
            Finding told = Finding.failure(NAME, e);
            return e.code().equals("store_corrupt") ? Finding.failure(NAME, told.text(), mend()) : told;
        }
    }

    private String mend() {
        return "Stop the factory, then restore the store from a backup, or set the damaged file aside with 'factory"
                + " doctor --fix' and begin with an empty one";
    }

    /** Sets a damaged file aside, with its log, unless a process has it open. */
    @Override
    public Optional<String> fix() {
        if (file.isEmpty() || !isDamaged()) {
            return Optional.empty();
        }
        OpenFiles.holder(file.get()).ifPresent(pid -> {
            throw new UserError("process " + pid + " has " + file.get() + " open; stop it first");
        });
        String stamp = ".damaged-" + STAMP.format(clock.instant());
        try {
            Path aside = file.get().resolveSibling(file.get().getFileName() + stamp);
            for (String suffix : new String[] {"-wal", "-shm", ""}) {
                Path part = file.get().resolveSibling(file.get().getFileName() + suffix);
                if (Files.exists(part)) {
                    Files.move(part, file.get().resolveSibling(part.getFileName() + stamp));
                }
            }
            return Optional.of("The damaged store was set aside as " + aside + "; nothing in it was changed.");
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't set " + file.get() + " aside: " + e.getMessage(), e);
        }
    }

    private boolean isDamaged() {
        try {
            return examine.get().isPresent();
        } catch (WorldFault e) {
            return e.code().equals("store_corrupt");
        }
    }
}
