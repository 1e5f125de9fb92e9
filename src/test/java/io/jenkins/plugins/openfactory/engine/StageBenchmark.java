package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.benchmark.Bench;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.BareCommits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * What the engine adds to a stage that does nothing, from the end of the one before to its own, beside one bare commit of
 * SQLite in WAL mode with synchronous=FULL on the same disk. No test. Arguments: a folder on the disk to measure.
 */
final class StageBenchmark {
    private static final int ROUNDS = 150;
    private static final int WARM_UP = 40;

    private StageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "stage-benchmark");
        try (Workshop workshop = new Workshop(folder.resolve("factory"));
                BareCommits bare = new BareCommits(folder.resolve("bare.db"))) {
            workshop.script().farewell();
            long[] stages = new long[ROUNDS];
            long[] commits = new long[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long stage = stages(workshop);
                long begun = System.nanoTime();
                bare.commit(1);
                long commit = System.nanoTime() - begun;
                if (i >= 0) {
                    stages[i] = stage;
                    commits[i] = commit;
                }
            }
            Bench.Times each = Bench.Times.ofNanos(stages);
            Bench.Times commit = Bench.Times.ofNanos(commits);
            Bench.row("engine, one stage that does nothing", each, "one bare WAL FULL commit", commit, 1.5);
        }
    }

    /** The median of the times between stages of one run. */
    private static long stages(Workshop workshop) {
        long[] at = new long[StageId.values().length];
        List<Stage> nothing = Arrays.stream(StageId.values())
                .<Stage>map(id -> nothing(id, at, workshop))
                .toList();
        Clock clock = Clock.systemUTC();
        Factory factory = new Factory(
                workshop.store(),
                workshop.home(),
                RealGit.local(workshop.home().root().resolve("git")),
                workshop,
                nothing,
                clock,
                IdSource.secure(clock),
                new SecretMasker(),
                event -> {},
                Journal.Probe.NONE);
        String run = workshop.create(workshop.settings());
        factory.proceed(run, StageId.RELEASE_ARTIFACTS, new CancelToken());
        // From the architecture on, so that the guard of the specification is part of it.
        long[] between = new long[at.length - 2];
        for (int i = 0; i < between.length; i++) {
            between[i] = at[i + 2] - at[i + 1];
        }
        Arrays.sort(between);
        return between[between.length / 2];
    }

    /** What the guard of later stages looks for. */
    private static void freeze(Workshop workshop, String runId) {
        String spec = Json.pretty(Script.specification(1));
        try {
            new FolderArtifactStore(workshop.home().artifacts(runId))
                    .put("SPEC.json", spec.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workshop.store().update(runId, row -> row.withSpec(Spec.freezeHash(Json.read(spec)), "Say hello"));
    }

    private static Stage nothing(StageId id, long[] at, Workshop workshop) {
        return new Stage() {
            @Override
            public StageId id() {
                return id;
            }

            @Override
            public StageResult run(StageContext context) {
                if (id == StageId.SPEC_FREEZE) {
                    freeze(workshop, workshop.store().runs(1).get(0).runId());
                }
                at[id.number()] = System.nanoTime();
                return new StageResult.Succeeded("nothing");
            }
        };
    }
}
