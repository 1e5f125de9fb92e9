package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whole runs leave behind in a process that goes on for years. */
class ManyRunsTest {
    /** The Java runtime's own, which end a minute after their last process. */
    private static final String REAPER = "process reaper";

    @TempDir
    Path folder;

    @Test
    void shouldLeaveNoThreadAndNoOpenFileBehind() throws Exception {
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();
            // The first run starts what all share.
            assertThat(workshop.run().state()).isEqualTo(JobState.DONE);
            Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());

            assertThat(together(workshop, 4)).extracting(RunRow::state).containsOnly(JobState.DONE);

            await().pollInSameThread().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(started(before)).extracting(Thread::getName).isEmpty();
                assertThat(openFiles()).allMatch(path -> path.startsWith("home/store.db"));
            });
        }
        assertThat(openFiles()).isEmpty();
    }

    private static List<RunRow> together(Workshop workshop, int runs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(runs);
        try {
            List<Future<RunRow>> working = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                String id = workshop.create(workshop.settings());
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

    private static List<Thread> started(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.getName().equals(REAPER))
                .toList();
    }

    /** The files below the folder that this process has open, relative to it. */
    private List<String> openFiles() throws IOException {
        Path root = folder.toRealPath();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .flatMap(ManyRunsTest::target)
                    .filter(path -> path.startsWith(root))
                    .map(path -> root.relativize(path).toString())
                    .toList();
        }
    }

    private static Stream<Path> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            // It was closed meanwhile, or is the one that lists the others.
            return Stream.empty();
        }
    }
}
