package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the rules of the pipeline have in common: a workshop for each, and how an unsuccessful run must look. */
public abstract class Contract {
    @TempDir
    Path folder;

    protected Workshop workshop;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    /** The run failed in this stage with this code, says so in a sentence with these words, and pushed nothing. */
    protected void failed(RunRow row, StageId stage, String code, String... words) {
        ended(row, JobState.FAILED, stage, code, words);
        assertThat(workshop.pushed()).isEmpty();
    }

    /** The run's required checks are red, for this reason; what was pushed stays a draft. */
    protected void ciFailed(RunRow row, String code, String... words) {
        ended(row, JobState.CI_FAILED, StageId.PR_CI_GATE, code, words);
        assertThat(workshop.store().document(row.runId(), "pull_request").orElseThrow())
                .contains("\"draft\":true");
    }

    protected void done(RunRow row) {
        assertThat(row.errorText()).isEmpty();
        assertThat(row.state()).isEqualTo(JobState.DONE);
        assertThat(workshop.pushed()).hasSize(1);
    }

    private void ended(RunRow row, JobState state, StageId stage, String code, String... words) {
        assertThat(emptyFolders(row)).isEmpty();
        assertThat(row.errorCode()).as(row.errorText().orElse("no error")).contains(code);
        assertThat(row.state()).isEqualTo(state);
        clear(row.errorText().orElseThrow());
        assertThat(row.errorText().orElseThrow()).contains(words);
        List<StageRow> stages = workshop.store().stages(row.runId());
        for (StageRow each : stages) {
            StageState expected = each.stage().number() < stage.number()
                    ? StageState.SUCCEEDED
                    : each.stage() == stage ? StageState.FAILED : StageState.PENDING;
            assertThat(each.state()).as(each.stage().id()).isEqualTo(expected);
        }
        assertThat(stages.get(stage.number()).summary()).isNotBlank();
        keptSoFar(row, stage);
    }

    private void keptSoFar(RunRow row, StageId stage) {
        List<String> expected = List.of(
                "PREFLIGHT_REPORT.md",
                "SPEC.md",
                "ARCHITECTURE.md",
                "TRACEABILITY.json",
                "TICKETS/",
                "INTEGRATION_REPORT.md");
        List<String> found = workshop.artifacts(row.runId());
        expected.subList(0, Math.min(stage.number(), expected.size()))
                .forEach(path -> assertThat(found).anyMatch(artifact -> artifact.startsWith(path)));
    }

    /** A sentence for people: it ends, it fits on a line, and it shows nothing of our insides. */
    public static void clear(String text) {
        assertThat(text)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .doesNotContain("null")
                .doesNotContain("Optional");
        assertThat(text).endsWith(".");
        assertThat(text).doesNotContain(". .").doesNotContain("..").doesNotContain(".,");
    }

    /** What an ended run leaves of its working trees is worth keeping: no folder without anything in it. */
    private List<Path> emptyFolders(RunRow row) {
        Path trees = workshop.home().workspaces(row.runId());
        if (!Files.exists(trees)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(trees)) {
            List<Path> found = entries.toList();
            return found.isEmpty() ? List.of(trees) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
