package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.engine.Overhead.Span;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverheadTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path folder;

    private static Span span(long from, long to) {
        return new Span(START.plusMillis(from), START.plusMillis(to));
    }

    @Test
    void shouldCountWhatNobodyElseCovers() {
        assertThat(Overhead.uncovered(span(0, 100), List.of())).isEqualTo(Duration.ofMillis(100));
        assertThat(Overhead.uncovered(span(0, 100), List.of(span(10, 30), span(20, 50), span(80, 90))))
                .isEqualTo(Duration.ofMillis(50));
        assertThat(Overhead.uncovered(span(0, 100), List.of(span(-20, 5), span(95, 200), span(300, 400))))
                .isEqualTo(Duration.ofMillis(90));
        assertThat(Overhead.uncovered(span(0, 100), List.of(span(-1, 101)))).isZero();
    }

    /** What a run says of itself at its end is what its record says. */
    @Test
    void shouldBeToldAtTheEndOfARun() {
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();

            RunRow row = workshop.run();

            Overhead overhead = Overhead.of(workshop.store(), row.runId());
            assertThat(overhead.stages().keySet()).containsExactly(StageId.values());
            assertThat(overhead.total()).isLessThan(Duration.between(row.createdAt(), row.updatedAt()));
            assertThat(workshop.events().stream().map(RunEvent::text)).contains(overhead.text());
            assertThat(overhead.text()).matches("factory overhead \\d+ ms over 8 stages \\(Preflight \\d+, .*\\)");
        }
    }

    /** A stage that one process left, and another one went on with an hour later, took no hour of work. */
    @Test
    void shouldNotCountTimeInWhichNobodyWorked() {
        String runId = leaveIn(StageId.TICKET_PLANNING);
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (Workshop workshop = new Workshop(folder.resolve("home"), folder, later)) {
            RunRow row = workshop.proceed(runId);

            assertThat(row.state()).isEqualTo(JobState.DONE);
            StageRow stage = workshop.store().stages(runId).get(StageId.TICKET_PLANNING.number());
            assertThat(Duration.between(
                            stage.startedAt().orElseThrow(), stage.endedAt().orElseThrow()))
                    .isGreaterThan(Duration.ofHours(1));
            assertThat(Overhead.of(workshop.store(), runId).stages().get(StageId.TICKET_PLANNING))
                    .isLessThan(Duration.ofMinutes(30));
        }
    }

    /** A run whose process stopped right after a stage began. */
    private String leaveIn(StageId stage) {
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();
            String runId = workshop.create(workshop.settings());
            CancelToken process = new CancelToken();
            workshop.listener(event -> {
                if (event.kind() == RunEvent.Kind.STAGE_STARTED && event.stage().equals(Optional.of(stage))) {
                    process.suspend();
                }
            });
            workshop.proceed(runId, process);
            return runId;
        }
    }
}
