package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Many whole recorded runs at once in one process: real git, sandbox, store and forge, the model's replies from a
 * script. Prints how they ended, and threads, file descriptors and memory before, at most, and after. No test.
 * Arguments: how many (100), and a folder.
 */
final class SoakBenchmark {
    private SoakBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Path folder =
                Files.createTempDirectory(Path.of(arguments.length > 1 ? arguments[1] : "/var/tmp"), "soak-benchmark");
        Peak peak = new Peak();
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();
            // The first run makes what all share: the hosted repository, loaded classes.
            workshop.run();
            settle();
            Sample before = Sample.now();
            peak.start();
            long begun = System.nanoTime();
            List<RunRow> ended = together(workshop, runs);
            double seconds = (System.nanoTime() - begun) / 1e9;
            peak.interrupt();
            long done =
                    ended.stream().filter(row -> row.state() == JobState.DONE).count();
            System.out.printf("soak: %d of %d runs done at once in %.0f s%n", done, runs, seconds);
            ended.stream()
                    .filter(row -> row.state() != JobState.DONE)
                    .forEach(row -> System.out.println(row.runId() + " " + row.errorCode() + " " + row.errorText()));
            settle();
            System.out.println("before " + before);
            System.out.println("most   " + peak.most);
            System.out.println("after  " + Sample.now());
        } finally {
            peak.interrupt();
            Folders.delete(folder);
        }
    }

    private static List<RunRow> together(Workshop workshop, int runs) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ids.add(workshop.create(workshop.settings()));
        }
        ExecutorService pool = Executors.newFixedThreadPool(runs);
        try {
            List<Future<RunRow>> working = new ArrayList<>();
            for (String id : ids) {
                working.add(pool.submit(() -> workshop.proceed(id)));
            }
            List<RunRow> ended = new ArrayList<>();
            for (Future<RunRow> each : working) {
                ended.add(each.get());
            }
            return ended;
        } finally {
            pool.shutdown();
        }
    }

    /** Lets garbage go, and the Java runtime's threads that waited for processes, which end a minute after the last one. */
    private static void settle() throws InterruptedException {
        for (int i = 0; i < 70 && (i < 5 || isReaping()); i++) {
            System.gc();
            Thread.sleep(1000);
        }
    }

    private static boolean isReaping() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("process reaper"));
    }

    private record Sample(int threads, long descriptors, long heapMiB, long residentMiB) {
        static Sample now() {
            Runtime runtime = Runtime.getRuntime();
            return new Sample(
                    Thread.getAllStackTraces().size(),
                    countDescriptors(),
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                    readResident());
        }

        Sample max(Sample other) {
            return new Sample(
                    Math.max(threads, other.threads),
                    Math.max(descriptors, other.descriptors),
                    Math.max(heapMiB, other.heapMiB),
                    Math.max(residentMiB, other.residentMiB));
        }

        private static long countDescriptors() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return open.count();
            } catch (IOException e) {
                return -1;
            }
        }

        private static long readResident() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                        .findFirst()
                        .orElse(-1);
            } catch (IOException e) {
                return -1;
            }
        }
    }

    /** Looks five times a second. */
    private static final class Peak extends Thread {
        private volatile Sample most = Sample.now();

        Peak() {
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (true) {
                    most = most.max(Sample.now());
                    Thread.sleep(200);
                }
            } catch (InterruptedException e) {
                // The work is over.
            }
        }
    }
}
