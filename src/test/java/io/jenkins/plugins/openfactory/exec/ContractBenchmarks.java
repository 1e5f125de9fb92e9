package io.jenkins.plugins.openfactory.exec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the ratios of docs/performance.md that are about commands. Runs only by name, because it measures and judges
 * nothing: {@code mvn -q -B test -Dtest=ContractBenchmarks}.
 */
class ContractBenchmarks {
    private static final String ROOT = "io.jenkins.plugins.openfactory.";

    @TempDir
    java.nio.file.Path folder;

    @Test
    void commands() throws Exception {
        run("exec.local.RunnerBenchmark");
    }

    @Test
    void masking() throws Exception {
        run("exec.MaskerBenchmark");
    }

    @Test
    void audit() throws Exception {
        run("store.StoreBenchmark", folder.toString());
    }

    private static void run(String name, String... arguments) throws ReflectiveOperationException {
        Method main = Class.forName(ROOT + name).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(name + " did not come to its end", e.getCause());
        }
    }
}
