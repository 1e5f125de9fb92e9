package io.jenkins.plugins.openfactory.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the disk has room for a run. */
public final class DiskCheck {
    private static final long LEAST = 200L << 20;

    private DiskCheck() {}

    /** A failure below 200 MiB of free space. */
    public static Finding of(Path root) {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            String text = "The disk of " + root + " has " + (free >> 20) + " MiB free.";
            return free < LEAST
                    ? Finding.failure(
                            "disk", text, "A run needs 200 MiB at least: free some, or choose another --home.")
                    : Finding.ok("disk", text);
        } catch (IOException e) {
            return Finding.failure(
                    "disk", "The disk of " + root + " can't be asked: " + e.getMessage(), "Check --home.");
        }
    }
}
