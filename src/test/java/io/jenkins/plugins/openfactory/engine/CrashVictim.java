package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.journal.Journal.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A process that works on many runs, each in a home of its own, and stops in each at one boundary of one effect until it
 * is killed. The kill then ends all of them there, as it would one.
 *
 * <p>Arguments: the shared folder, and a file with a line {@code home<TAB>point<TAB>key} for each run. It prints the home
 * of each run that stands at its boundary, or {@code missed} and the home.
 */
final class CrashVictim {
    private static final int AT_ONCE = 2;

    private CrashVictim() {}

    public static void main(String[] arguments) throws IOException {
        Path shared = Path.of(arguments[0]);
        List<String> lines = Files.readAllLines(Path.of(arguments[1]));
        Semaphore running = new Semaphore(AT_ONCE);
        ExecutorService threads = Executors.newCachedThreadPool();
        for (String line : lines) {
            String[] parts = line.split("\t");
            running.acquireUninterruptibly();
            threads.execute(() -> work(shared, Path.of(parts[0]), Probe.Point.valueOf(parts[1]), parts[2], running));
        }
    }

    private static void work(Path shared, Path home, Probe.Point point, String key, Semaphore running) {
        Workshop workshop = CrashScenario.open(home, shared);
        workshop.probe((at, effect) -> {
            if (at == point && effect.equals(key)) {
                running.release();
                System.out.println(home);
                stand();
            }
        });
        workshop.proceed(CrashScenario.onlyRun(workshop));
        running.release();
        System.out.println("missed " + home);
    }

    private static void stand() {
        while (true) {
            new Semaphore(0).acquireUninterruptibly();
        }
    }
}
