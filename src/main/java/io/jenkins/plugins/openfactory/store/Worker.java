package io.jenkins.plugins.openfactory.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that works on runs, told from every other one.
 *
 * @param host the machine since its last start, and the container where there is one: process ids mean something only there
 * @param startedAt when the process started, which tells it from a later one with the same id
 */
public record Worker(String host, long pid, Instant startedAt) {
    private static final String HOST = machine();
    /** Start times are given to the second or better, and move when the wall clock is set. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** This process. */
    public static Worker here() {
        ProcessHandle self = ProcessHandle.current();
        return new Worker(HOST, self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process that a text names. */
    public static Optional<Worker> of(String text) {
        String[] parts = text.split(" ");
        try {
            return parts.length == 3
                    ? Optional.of(new Worker(parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is known to have ended: it ran on this machine and does so no more. */
    public boolean isDead() {
        return host.equals(HOST) && !isAlive(pid, startedAt);
    }

    /** Whether it ran under the kernel that runs us, since the machine's last start, in whichever container. */
    public boolean sharesKernel() {
        return !bootOf(host).isEmpty() && bootOf(host).equals(bootOf(HOST));
    }

    private static String bootOf(String host) {
        String[] parts = host.split("/");
        return parts.length > 1 ? parts[1] : "";
    }

    /** Whether a process of this machine lives. */
    static boolean isAlive(long pid, Instant startedAt) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(startedAt))
                .filter(start -> Duration.between(start, startedAt).abs().compareTo(SAME_START) <= 0)
                .isPresent();
    }

    /** For people. */
    public String shown() {
        return "process " + pid + " on " + host.replaceAll("/.*", "");
    }

    @Override
    public String toString() {
        return host + " " + pid + " " + startedAt;
    }

    private static String machine() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            name = "localhost";
        }
        return (name + "/" + bootId() + "/" + pidNamespace()).replaceAll("\\s", "");
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String pidNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
