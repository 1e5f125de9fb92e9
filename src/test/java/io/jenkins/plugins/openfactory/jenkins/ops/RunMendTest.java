package io.jenkins.plugins.openfactory.jenkins.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.doctor.RunWatch;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunMendTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private FactoryHome home;
    private RunStore store;

    @BeforeEach
    void open() throws IOException {
        Path root = folder.toRealPath();
        home = new FactoryHome(root, root.resolve("workspaces"));
        store = Stores.embedded(home.store(), CLOCK);
        store.create(Rows.run("left"));
        store.update("left", row -> row.withState(JobState.RUNNING));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldNameTheBuildThatACrashLeftBetweenTwoStages() {
        link();
        assertThat(look(CLOCK).mend())
                .contains("the build folder/job #7", "\"Ready to run\"", "stop it")
                .doesNotContain("factory resume");
    }

    @Test
    void shouldSendToTheBuildWhoseStageStandsStill() {
        link();
        store.saveStage(
                "left",
                new StageRow(StageId.IMPLEMENT_LOOP, StageState.RUNNING, 1, Optional.of(NOW), Optional.empty(), ""));
        Clock later = Clock.fixed(NOW.plus(Duration.ofHours(1)), ZoneOffset.UTC);
        try (RunClaim claim = RunClaim.take(store, home, "left", new CancelToken())) {
            assertThat(claim).isNotNull();
            assertThat(look(later).mend()).contains("the build folder/job #7", "can be cancelled");
        }
    }

    @Test
    void shouldNotSendToABuildThatThereIsNot() {
        assertThat(look(CLOCK).mend()).contains("No build has this run").doesNotContain("#");
    }

    private Finding look(Clock clock) {
        return new RunWatch(store, home, clock, RunWatch.PATIENCE, trouble -> RunMend.of(store, trouble)).look();
    }

    private void link() {
        store.saveDocument(
                "left",
                "jenkins_build",
                "{\"job\":\"folder/job\",\"number\":7,\"url\":\"job/folder/job/job/7/\",\"id\":\"folder/job#7\"}");
    }
}
