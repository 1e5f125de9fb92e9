package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeRunTest {
    @TempDir
    Path folder;

    @Test
    void shouldTakeARequestToAGreenPullRequest() {
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();

            RunRow row = workshop.run();

            assertThat(row.errorText()).isEmpty();
            assertThat(row.state()).isEqualTo(JobState.DONE);
            assertThat(workshop.store().stages(row.runId()))
                    .allMatch(stage -> stage.state() == StageState.SUCCEEDED && stage.attempts() == 1);
            assertThat(workshop.pushed()).hasSize(1);
            String head = workshop.pushed().get(0).split(" ")[1];
            assertThat(workshop.file(row.runId(), head, "farewell.txt")).isEqualTo("bye\n");
            assertThat(workshop.artifacts(row.runId()))
                    .contains(
                            "PREFLIGHT_REPORT.md",
                            "SPEC.json",
                            "SPEC.md",
                            "ARCHITECTURE.md",
                            "TICKETS/0001-ticket-0001.md",
                            "TICKETS/0001-ticket-0001.json",
                            "TICKETS/0001-ticket-0001/PATCH.diff",
                            "TRACEABILITY.json",
                            "INTEGRATION_REPORT.md",
                            "CI_EVIDENCE/final.json");
        }
    }
}
