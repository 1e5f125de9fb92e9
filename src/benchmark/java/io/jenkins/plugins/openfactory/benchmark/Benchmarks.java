package io.jenkins.plugins.openfactory.benchmark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every benchmark, one after the other, with their peers. Not a test of CI: {@code mvn -Pbenchmarks test
 * -Dtest=Benchmarks} runs it, {@code -Dbenchmarks=Stage,Scale} only some.
 */
class Benchmarks {
    private static final String ROOT = "io.jenkins.plugins.openfactory.";
    private static final List<String> ALL = List.of(
            ROOT + "engine.StageBenchmark",
            ROOT + "benchmark.DurableStepBenchmark",
            ROOT + "git.WorktreeBenchmark",
            ROOT + "exec.local.RunnerBenchmark",
            ROOT + "exec.MaskerBenchmark",
            ROOT + "store.ScaleBenchmark",
            ROOT + "store.StoreBenchmark");

    @Test
    void run() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "benchmarks"));
        System.out.println(Bench.HEAD);
        for (String name : ALL) {
            if (wanted(name)) {
                run(name, folder);
            }
        }
    }

    private static boolean wanted(String name) {
        String only = System.getProperty("benchmarks", "");
        return only.isEmpty() || List.of(only.split(",")).stream().anyMatch(word -> name.contains("." + word));
    }

    private static void run(String name, Path folder) throws Exception {
        Method main = Class.forName(name).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) new String[] {folder.toString()});
        } catch (InvocationTargetException e) {
            throw new AssertionError(name, e.getCause());
        }
    }
}
