package io.jenkins.plugins.openfactory.exec;

import java.time.Duration;

/**
 * Bounds of one command; reaching one kills its whole process tree.
 *
 * @param memoryBytes of the whole tree together
 * @param processes processes and threads of the tree
 * @param fileBytes of any one file it writes
 * @param outputBytes kept of standard output and error each; more is read and dropped
 */
public record Limits(
        Duration wallClock,
        Duration cpu,
        long memoryBytes,
        int processes,
        long fileBytes,
        int openFiles,
        long outputBytes) {
    /** Ten minutes, 4 GiB, 1,024 processes, 2 GiB a file, 4,096 open files, 8 MiB of output. */
    public static Limits defaults() {
        return new Limits(Duration.ofMinutes(10), Duration.ofMinutes(30), 4L << 30, 1024, 2L << 30, 4096, 8L << 20);
    }

    public Limits withWallClock(Duration wallClock) {
        return new Limits(wallClock, cpu, memoryBytes, processes, fileBytes, openFiles, outputBytes);
    }
}
