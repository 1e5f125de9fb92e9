package io.jenkins.plugins.openfactory.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.evidence.view.LiveRun;
import io.jenkins.plugins.openfactory.evidence.view.Slice;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the run view is told of a run that goes on. */
class LiveRunTest {
    @TempDir
    Path folder;

    private ViewedRun run;

    @BeforeEach
    void open() {
        run = new ViewedRun(folder, "\u202E<b>");
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldKeepToTheSchemaWhileTheRunGoesOnAndWhenItIsDone() {
        JsonNode going = run.implementing(6).live().viewJson();
        assertThat(JsonSchemas.validate("run-view", going)).isEmpty();
        run.askApproval("spec", run.specHash());
        assertThat(JsonSchemas.validate("run-view", run.live().viewJson())).isEmpty();
        assertThat(run.live().head().approval().orElseThrow().sha256()).isEqualTo(run.specHash());
    }

    @Test
    void shouldTellWhatIsRecorded() {
        JsonNode view = run.done(6).live().viewJson();

        assertThat(JsonSchemas.validate("run-view", view)).isEmpty();
        assertThat(view.at("/tickets/0/changes/0/path").asText()).isEqualTo("src/main/java/shop/Part1.java");
        assertThat(view.at("/tickets/0/changes/0/hunks/0/newLines").asInt()).isEqualTo(6);
        assertThat(view.at("/tickets/0/changes/1/change").asText()).isEqualTo("create");
        assertThat(view.at("/tickets/0/tests/0/holds").asBoolean()).isTrue();
        assertThat(view.at("/rounds/0/verdict").asText()).isEqualTo("caused_by_patch");
        assertThat(view.at("/audit/problem").isNull()).isTrue();
        assertThat(view.toString()).doesNotContain("\u202E").contains("‹U+202E›<b>");
    }

    @Test
    void shouldSayWhatHappensAndWhatIsToBeDone() {
        run.implementing(3);
        assertThat(run.live().head().now().headline()).isEqualTo("Implements ticket 0003; 2 of 3 tickets done");
        assertThat(run.live().head().now().person()).isFalse();
        String before = run.live().head().revision();
        run.ask("Which colour?");
        assertThat(run.live().head().revision()).isNotEqualTo(before);
        assertThat(run.live().head().now().word()).contains("answer");
        run.store.update(ViewedRun.ID, row -> row.withError(JobState.FAILED, "x", "The disk is full; make room."));
        assertThat(run.live().head().now().text()).isEqualTo("The disk is full; make room.");
        assertThat(run.live().head().now().person()).isTrue();
    }

    @Test
    void shouldReadTheLogOnFromWhereItWasLeft() {
        run.implementing(3);
        LiveRun live = run.live();
        Slice first = live.log(0);
        assertThat(first.next()).isEqualTo(first.size());
        run.tell(StageId.INTEGRATION, Optional.of("0001"), "and then\nthis");

        Slice more = live.log(first.next());
        assertThat(more.text()).endsWith(" Integration [0001]: and then this\n").hasLineCount(1);
        assertThat(live.log(Long.MAX_VALUE).text()).isEmpty();
    }

    @Test
    void shouldGiveLongArtifactsInPiecesAndNothingElse() {
        run.implementing(1);
        String line = "a line of the log\n";
        run.put("CI_EVIDENCE/long.log", line.repeat(30_000));
        StringBuilder read = new StringBuilder();
        long at = 0;
        do {
            Slice piece = run.live().file("CI_EVIDENCE/long.log", at).orElseThrow();
            assertThat(piece.text()).endsWith(line).hasSizeLessThanOrEqualTo(Slice.MOST);
            read.append(piece.text());
            at = piece.next();
        } while (at < line.length() * 30_000);
        assertThat(read).hasSize(line.length() * 30_000);
        for (String path : new String[] {"../store.db", "/etc/passwd", "CI_EVIDENCE", "none.log", ""}) {
            assertThat(run.live().file(path, 0)).as(path).isEmpty();
        }
    }

    @Test
    void shouldGiveAnExchangeByItsKeyAlone() {
        run.implementing(1);
        assertThat(run.live()
                        .exchange("implement_loop.1/0001/model/implement/1")
                        .orElseThrow()
                        .path("reply")
                        .asText())
                .startsWith("class Part {}");
        assertThat(run.live().exchange("implement_loop.1/0001/command/attempt-1/1"))
                .isEmpty();
        assertThat(run.live().exchange("none")).isEmpty();
    }
}
