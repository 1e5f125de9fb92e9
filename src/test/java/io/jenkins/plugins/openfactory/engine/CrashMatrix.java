package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.journal.Journal.Probe.Point;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed at every boundary of every effect of a run, and each time the run is resumed to the same end as an
 * undisturbed one: the same commits, pull request, pushes, comments, charges and artifacts.
 *
 * <p>Without further word a sample is taken, spread over the run and over the kinds of effects;
 * {@code -Dcrashmatrix=all} takes every boundary, which lasts some minutes, and {@code -Dcrashmatrix=2/4} the second
 * quarter of them.
 */
abstract class CrashMatrix {
    private static final int BATCH = 20;
    private static final String WANTED = System.getProperty("crashmatrix", "");

    @TempDir
    Path folder;

    private Path shared;
    private Path template;

    /** Gives a home that was copied its own copy of the template's record, where that isn't a file in the home. */
    abstract void record(Path home, Path original) throws Exception;

    /** Removes what {@link #record} made. */
    abstract void forget(Path home) throws Exception;

    /** How many boundaries a sample has. */
    abstract int sample();

    /** What the record is kept in, for the printed line. */
    abstract String store();

    @Test
    void shouldEndAsAnUndisturbedRunWhereverItIsKilled() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        shared = Files.createDirectory(folder.resolve("shared"));
        template = folder.resolve("template");
        Files.createDirectories(template);
        record(template, template);
        CrashScenario.create(template, shared);
        List<Spot> every = spots();
        List<Spot> spots = wanted(every);
        CrashResult expected = undisturbed();

        List<String> problems = new ArrayList<>();
        for (int from = 0; from < spots.size(); from += BATCH) {
            List<Spot> batch = spots.subList(from, Math.min(spots.size(), from + BATCH));
            killThere(batch);
            problems.addAll(resume(batch, expected));
        }

        System.out.println("crash matrix on " + store() + ": killed and resumed at " + spots.size() + " of "
                + every.size() + " boundaries that leave different records");
        assertThat(problems).isEmpty();
        assertThat(every).hasSizeGreaterThan(150);
    }

    private List<Spot> wanted(List<Spot> every) {
        if (WANTED.isEmpty()) {
            return sampled(every);
        }
        String[] part = WANTED.equals("all") ? new String[] {"1", "1"} : WANTED.split("/");
        int first = Integer.parseInt(part[0]) - 1;
        int step = Integer.parseInt(part[1]);
        return IntStream.iterate(first, i -> i < every.size(), i -> i + step)
                .mapToObj(every::get)
                .toList();
    }

    /** The first of each kind of effect and of each point, and others evenly spread over the run. */
    private List<Spot> sampled(List<Spot> every) {
        Map<String, Spot> kinds = new LinkedHashMap<>();
        every.forEach(spot -> kinds.putIfAbsent(spot.kind(), spot));
        List<Spot> chosen = new ArrayList<>(spread(new ArrayList<>(kinds.values()), sample() * 2 / 3));
        List<Spot> others = new ArrayList<>(every);
        others.removeAll(chosen);
        chosen.addAll(spread(others, sample() - chosen.size()));
        return chosen;
    }

    private static List<Spot> spread(List<Spot> from, int most) {
        if (from.size() <= most) {
            return from;
        }
        List<Spot> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(from.get((int) ((i + 0.5) * from.size() / most)));
        }
        return chosen;
    }

    /** A boundary, with the home of the run that is killed there. */
    private record Spot(Path home, Point point, String key) {
        String kind() {
            return point + " " + key.split("/")[2];
        }

        @Override
        public String toString() {
            return point + " of " + key;
        }
    }

    /** Every boundary, but those that leave the same record as the one before. */
    private List<Spot> spots() throws Exception {
        List<Spot> spots = new ArrayList<>();
        AtomicInteger changes = new AtomicInteger();
        Set<Integer> seen = new HashSet<>();
        Path home = copy("plan");
        try (Workshop workshop = CrashScenario.open(home, shared)) {
            workshop.record(store -> counting(RunStore.class, store, changes));
            workshop.repository(git -> counting(GitRepository.class, git, changes));
            workshop.probe((point, key) -> {
                boolean performed = point == Point.AFTER_PERFORM;
                if (seen.add(performed ? -changes.incrementAndGet() : changes.get())) {
                    spots.add(new Spot(folder.resolve("home-" + spots.size()), point, key));
                }
            });
            workshop.proceed(CrashScenario.onlyRun(workshop));
        }
        return spots;
    }

    private static <T> T counting(Class<T> type, T real, AtomicInteger changes) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object outcome = method.invoke(real, args);
            boolean changing = Stream.of("save", "update", "intend", "complete", "seen", "reserve", "append", "remove")
                    .anyMatch(method.getName()::startsWith);
            if (changing) {
                changes.incrementAndGet();
            }
            return outcome;
        }));
    }

    private CrashResult undisturbed() throws Exception {
        Path home = copy("undisturbed");
        try (Workshop workshop = CrashScenario.open(home, shared)) {
            workshop.proceed(CrashScenario.onlyRun(workshop));
            return CrashResult.of(workshop, home);
        }
    }

    /** Runs all of them in one process, kills it when each stands at its spot. */
    private void killThere(List<Spot> batch) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Spot spot : batch) {
            copy(spot.home().getFileName().toString());
            lines.add(spot.home() + "\t" + spot.point() + "\t" + spot.key());
        }
        Path plan = Files.write(folder.resolve("plan.txt"), lines);
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashVictim.class.getName(),
                        shared.toString(),
                        plan.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            Set<String> standing = new HashSet<>();
            for (int i = 0; i < batch.size(); i++) {
                standing.add(out.readLine());
            }
            assertThat(standing)
                    .containsExactlyInAnyOrderElementsOf(
                            batch.stream().map(spot -> spot.home().toString()).toList());
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private List<String> resume(List<Spot> batch, CrashResult expected) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Map<Spot, Future<List<String>>> running = new HashMap<>();
            for (Spot spot : batch) {
                Callable<List<String>> work = () -> resume(spot, expected);
                running.put(spot, threads.submit(work));
            }
            List<String> problems = new ArrayList<>();
            for (Spot spot : batch) {
                running.get(spot).get().forEach(problem -> problems.add("killed " + spot + ": " + problem));
            }
            return problems;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> resume(Spot spot, CrashResult expected) throws Exception {
        try (Workshop workshop = CrashScenario.open(spot.home(), shared)) {
            workshop.proceed(CrashScenario.onlyRun(workshop));
            boolean lostReply =
                    spot.point() == Point.AFTER_PERFORM && spot.key().contains("/model/");
            return CrashResult.of(workshop, spot.home()).differences(expected, lostReply);
        } catch (RuntimeException e) {
            return List.of(e.toString());
        } finally {
            Folders.delete(spot.home());
            forget(spot.home());
        }
    }

    private Path copy(String name) throws Exception {
        Path home = folder.resolve(name);
        try (Stream<Path> walk = Files.walk(template)) {
            for (Path path : walk.toList()) {
                Files.copy(path, home.resolve(template.relativize(path).toString()));
            }
        }
        record(home, template);
        return home;
    }
}
