package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the processes below one process use together, read from {@code /proc} (proc(5), fields of {@code stat}).
 *
 * @param processes processes and threads
 * @param cpu of living processes and of children that ended and were waited for
 * @param pids the processes
 */
public record TreeUsage(int processes, Duration cpu, List<Long> pids) {
    private static final long TICK_MILLIS = 10;
    private static final long PAGE = 4096;
    private static final Path PROC = Path.of("/proc");

    /** Reads the tree below and including a process; where it leads a session, with every process of that. */
    public static TreeUsage of(long root) {
        Map<Long, List<Stat>> children = new HashMap<>();
        List<Stat> tops = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                Stat stat = Stat.read(Long.parseLong(entry.getFileName().toString()));
                if (stat == null) {
                    continue;
                }
                children.computeIfAbsent(stat.parent, key -> new ArrayList<>()).add(stat);
                if (stat.pid == root || stat.session == root) {
                    tops.add(stat);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            tops.clear();
        }
        return sum(tops, children);
    }

    private static TreeUsage sum(List<Stat> tops, Map<Long, List<Stat>> children) {
        int processes = 0;
        long ticks = 0;
        List<Long> pids = new ArrayList<>();
        Deque<Stat> open = new ArrayDeque<>(tops);
        Set<Long> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Stat stat = open.poll();
            if (!seen.add(stat.pid)) {
                continue;
            }
            processes += stat.threads;
            ticks += stat.ticks;
            pids.add(stat.pid);
            open.addAll(children.getOrDefault(stat.pid, List.of()));
        }
        return new TreeUsage(processes, Duration.ofMillis(ticks * TICK_MILLIS), pids);
    }

    /** Resident memory that no file backs, read now; pages that several processes share count for each of them. */
    public long memoryBytes() {
        return pids.stream().mapToLong(TreeUsage::anonymousPages).sum() * PAGE;
    }

    private static long anonymousPages(long pid) {
        String[] fields = text(pid, "statm").split(" ");
        return fields.length < 3 ? 0 : Math.max(0, Long.parseLong(fields[1]) - Long.parseLong(fields[2]));
    }

    /**
     * Memory of the tree with shared pages divided among those who share them; -1 where the kernel does not tell. Dearer
     * to read than {@link #memoryBytes}.
     */
    public long proportionalBytes() {
        long kilobytes = 0;
        for (long pid : pids) {
            String rollup = text(pid, "smaps_rollup");
            if (rollup.isEmpty()) {
                continue;
            }
            for (String line : rollup.split("\n")) {
                if (line.startsWith("Pss:")) {
                    kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes == 0 ? -1 : kilobytes << 10;
    }

    private static String text(long pid, String file) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private record Stat(long pid, long parent, long session, int threads, long ticks) {
        static Stat read(long pid) {
            String text = text(pid, "stat");
            int name = text.lastIndexOf(')');
            if (name < 0) {
                return null;
            }
            String[] fields = text.substring(name + 2).split(" ");
            long ticks = Long.parseLong(fields[11])
                    + Long.parseLong(fields[12])
                    + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
            return new Stat(
                    pid, Long.parseLong(fields[1]), Long.parseLong(fields[3]), Integer.parseInt(fields[17]), ticks);
        }
    }
}
