package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.engine.Overhead.Span;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            assertThat(overhead.text()).matches("factory overhead \\d+ ms over 8 stages \\(preflight \\d+, .*\\)");
        }
    }
}
