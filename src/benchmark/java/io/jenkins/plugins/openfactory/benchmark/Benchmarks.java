package io.jenkins.plugins.openfactory.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Every benchmark, each in a process of its own, one after the other, and at the end one table of all rows. Not a test of
 * CI: {@code mvn -Pbenchmarks test -Dtest=Benchmarks} runs it, {@code -Dbenchmarks=Stage,Scale} only some. It fails where
 * a benchmark did not come to its end, not where a goal was missed.
 */
class Benchmarks {
    private static final String ROOT = "io.jenkins.plugins.openfactory.";
    private static final List<String> ALL = List.of(
            ROOT + "engine.StageBenchmark",
            ROOT + "benchmark.DurableStepBenchmark",
            ROOT + "store.StoreBenchmark",
            ROOT + "store.ScaleBenchmark",
            ROOT + "exec.local.RunnerBenchmark",
            ROOT + "benchmark.MicroBenchmarks",
            ROOT + "git.WorktreeBenchmark",
            ROOT + "artifact.ArchiveBenchmark");

    private final List<String> rows = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    @Test
    void run() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "benchmarks")).toRealPath();
        long begun = System.nanoTime();
        for (String name : ALL) {
            if (wanted(name)) {
                run(name, folder);
            }
        }
        System.out.println();
        System.out.println(Bench.HEAD);
        rows.forEach(System.out::println);
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "%d rows in %s on %d processors, Java %s, load %.1f at the end%n",
                rows.size(),
                shown(System.nanoTime() - begun),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        Assertions.assertThat(broken)
                .as("benchmarks that did not come to their end")
                .isEmpty();
    }

    private static boolean wanted(String name) {
        String only = System.getProperty("benchmarks", "");
        return only.isEmpty() || List.of(only.split(",")).stream().anyMatch(word -> name.contains("." + word));
    }

    private void run(String name, Path folder) throws IOException, InterruptedException {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        System.out.println("== " + simple);
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Entry.class.getName(),
                        name,
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                if (line.startsWith("| ")) {
                    rows.add(line);
                }
            }
        }
        int code = process.waitFor();
        if (code != 0) {
            broken.add(simple);
            rows.add("| " + simple + " ended with code " + code + " | | | | | | no |");
        }
        System.out.println("== " + simple + " took " + shown(System.nanoTime() - begun));
    }

    private static String shown(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** Calls a benchmark's main method, which its package keeps to itself. */
    static final class Entry {
        private Entry() {}

        public static void main(String[] arguments) throws Exception {
            var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[] {arguments[1]});
            System.exit(0);
        }
    }
}
