package io.jenkins.plugins.openfactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision on the command line is on exactly what was looked at. */
class WordsTest {
    private static final String RUN = "20260504-090000-abc123";
    private static final String SHOWN = "1".repeat(64);
    private static final String OTHER = "2".repeat(64);

    @TempDir
    Path home;

    private Wiring wiring;

    @BeforeEach
    void waitForAnApproval() throws IOException {
        wiring = Wiring.open(home);
        Instant now = Instant.parse("2026-05-04T09:00:00Z");
        wiring.store()
                .create(new RunRow(
                        RUN,
                        "0".repeat(32),
                        JobState.QUEUED,
                        Optional.empty(),
                        Optional.empty(),
                        "Greet",
                        "{}",
                        "{}",
                        Sha256.hex("{}"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        now,
                        now));
        wiring.store().update(RUN, row -> row.waiting(WaitReason.APPROVAL, "Approve it."));
        wiring.artifacts(RUN).put("SPEC.md", "# Greet\n".getBytes(StandardCharsets.UTF_8));
        pending(SHOWN);
    }

    @AfterEach
    void close() {
        wiring.close();
    }

    private void pending(String sha256) {
        ObjectNode pending = Json.object().put("subject", "spec").put("sha256", sha256);
        pending.putArray("files")
                .addObject()
                .put("path", "SPEC.md")
                .put("size", 8)
                .put("sha256", Sha256.hex("# Greet\n"));
        wiring.store().saveDocument(RUN, Approvals.PENDING, Json.write(pending));
    }

    private List<ApprovalRow> words() {
        return wiring.store().approvals(RUN);
    }

    @Test
    void shouldBindTheWordToTheHashThatWasShownAndSayIt() {
        assertThat(Words.decide(wiring, RUN, "approve", Optional.empty(), "fine"))
                .isEqualTo("approved spec " + SHOWN);
        assertThat(Words.decide(wiring, RUN, "reject", Optional.of(SHOWN), "no"))
                .isEqualTo("rejected spec " + SHOWN);

        assertThat(words()).extracting(ApprovalRow::boundSha256).containsExactly(SHOWN, SHOWN);
    }

    @Test
    void shouldRecordNothingWhereSomethingElseIsAskedByNow() {
        pending(OTHER);

        assertThatThrownBy(() -> Words.decide(wiring, RUN, "approve", Optional.of(SHOWN), ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--sha256 is '" + SHOWN)
                .hasMessageContaining(OTHER + " (spec)");
        assertThat(words()).isEmpty();
    }

    @Test
    void shouldNotApproveAFileThatIsNotWhatTheRunWrote() throws IOException {
        wiring.artifacts(RUN).put("SPEC.md", "# Greet nobody\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Words.decide(wiring, RUN, "approve", Optional.of(SHOWN), ""))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("SPEC.md is not what the run showed when it began to wait");
        assertThat(words()).isEmpty();
        assertThat(Words.decide(wiring, RUN, "reject", Optional.of(SHOWN), "changed"))
                .startsWith("rejected");
    }
}
