package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.git.CommitSpec;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.MergeOutcome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of stage 5 and of the frozen specification: nothing that was proven gets lost on the way. */
class IntegrationContractTest extends Contract {
    @Test
    void shouldMergeIndependentTicketsAndVerifyTheMovedOneAgain() {
        two();

        RunRow row = workshop.run();

        done(row);
        String head = workshop.pushed().get(0).split(" ")[1];
        assertThat(workshop.file(row.runId(), head, "a.txt")).isEqualTo("a\n");
        assertThat(workshop.file(row.runId(), head, "b.txt")).isEqualTo("b\n");
        assertThat(workshop.artifact(row.runId(), "INTEGRATION_REPORT.md"))
                .contains("unchanged since its tests passed")
                .contains("rebased, its tests passed again");
    }

    @Test
    void shouldNameTheFilesOfAMergeConflict() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("a.txt/b.txt").greps("b", "a.txt/b.txt", "AC-1"))
                .reply("0001/attempt-1.md", file("a.txt", "a"))
                .reply("0002/attempt-1.md", file("a.txt/b.txt", "b"));

        RunRow row = workshop.run();

        failed(row, StageId.INTEGRATION, "merge_conflict", "0002", "a.txt");
        assertThat(workshop.artifact(row.runId(), "INTEGRATION_REPORT.md")).contains("**Failed.**");
    }

    @Test
    void shouldFailWhenATicketsTestFailsAfterTheMerge() {
        workshop.source(
                "greeting.txt", "hello\n", "Makefile", "test:\n\ttrue\nalone:\n\ttest -e b.txt\n\ttest ! -e a.txt\n");
        two();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").command("make").test(true, List.of("AC-1"), "make", "alone"));

        failed(workshop.run(), StageId.INTEGRATION, "integration_test_failed", "0002", "make alone");
    }

    @Test
    void shouldFailWhenAGateFails() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\ttrue\nintegration:\n\t@test ! -e farewell.txt || { echo it is too sad; false; }\n");
        workshop.script().farewell();

        RunRow row = workshop.run();

        failed(row, StageId.INTEGRATION, "gate_failed", "make integration");
        assertThat(workshop.artifact(row.runId(), "INTEGRATION_REPORT.md")).contains("it is too sad");
    }

    @Test
    void shouldFailPreflightWhenThePolicyRefusesAGate() {
        workshop.script().farewell();
        workshop.source("greeting.txt", "hello\n", ".openfactory.yml", "gates: [[sh, -c, 'true']]\n");

        failed(workshop.run(), StageId.PREFLIGHT, "preflight_failed", "gate sh -c true");
    }

    @Test
    void shouldFailPreflightWithoutAGate() {
        workshop.script().farewell();
        workshop.source("greeting.txt", "hello\n");

        failed(workshop.run(), StageId.PREFLIGHT, "preflight_failed", "--gate");
    }

    @Test
    void shouldFailWhenAMergedLineIsLost() {
        two();
        workshop.repository(LosingLines::of);

        failed(workshop.run(), StageId.INTEGRATION, "lines_lost", "0001", "a.txt", "1 line");
    }

    @Test
    void shouldNotCallALineLostThatALaterTicketPutsBack() {
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\ttrue\n", "words.txt", "one\ntwo\n");
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001")
                                .may("words.txt", "modify")
                                .may("a.txt", "create")
                                .greps("a", "a.txt", "AC-1"),
                        ticket("0002")
                                .may("words.txt", "modify")
                                .greps("three", "words.txt", "AC-1")
                                .dependsOn("0001"))
                .reply("0001/attempt-1.md", file("a.txt", "a") + "\n" + replace("words.txt", "one\ntwo", "one"))
                .reply("0002/attempt-1.md", replace("words.txt", "one", "one\ntwo\nthree"));

        RunRow row = workshop.run();

        done(row);
        String head = workshop.pushed().get(0).split(" ")[1];
        assertThat(workshop.file(row.runId(), head, "words.txt")).isEqualTo("one\ntwo\nthree\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "gone", "no json"})
    void shouldFailEveryLaterStageWhenTheSpecificationIsChangedByHand(String how) throws IOException {
        workshop.script().farewell();
        RunRow waiting = workshop.run(withApproval("tickets"));
        assertThat(waiting.state()).isEqualTo(JobState.WAITING);
        Path spec = workshop.home().artifacts(waiting.runId()).resolve("SPEC.json");
        String frozen = Files.readString(spec);
        switch (how) {
            case "changed" -> Files.writeString(spec, frozen.replace("is there", "is not there"));
            case "gone" -> Files.delete(spec);
            default -> Files.writeString(spec, "{");
        }
        workshop.decide(waiting.runId(), "approve", "");

        failed(workshop.proceed(waiting.runId()), StageId.TICKET_PLANNING, "spec_drift", "SPEC.json");

        Files.writeString(spec, frozen);
        done(workshop.proceed(waiting.runId()));
    }

    @Test
    void shouldNotMindAnotherLayoutOfTheSameSpecification() throws IOException {
        workshop.script().farewell();
        RunRow waiting = workshop.run(withApproval("tickets"));
        Path spec = workshop.home().artifacts(waiting.runId()).resolve("SPEC.json");
        Files.writeString(spec, Files.readString(spec).replaceAll("\\n *", ""));
        workshop.decide(waiting.runId(), "approve", "");

        done(workshop.proceed(waiting.runId()));
    }

    @Test
    void shouldPushNothingThatIsTooLargeToReview() {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "bye\n" + "line\n".repeat(50)));

        failed(
                workshop.run(workshop.settings().put("maxDiffLines", 50)),
                StageId.PR_CI_GATE,
                "diff_too_large",
                "52",
                "50",
                "Nothing was pushed");
    }

    private com.fasterxml.jackson.databind.node.ObjectNode withApproval(String subject) {
        var settings = workshop.settings();
        settings.putArray("approvals").add(subject);
        return settings;
    }

    private void two() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").greps("b", "b.txt", "AC-1"))
                .reply("0001/attempt-1.md", file("a.txt", "a"))
                .reply("0002/attempt-1.md", file("b.txt", "b"));
    }

    /** A repository whose merges drop what an earlier ticket wrote to {@code a.txt}. */
    private static final class LosingLines {
        private static final CommitSpec BAD = new CommitSpec("bad merge\n", "Eve", "eve@example.org", Instant.EPOCH);

        static GitRepository of(GitRepository real) {
            return Wrapped.of(GitRepository.class, real, "replant", (arguments, outcome) -> {
                boolean moved = outcome instanceof MergeOutcome.Merged merged
                        && !merged.commit().equals(arguments[1]);
                if (!moved) {
                    return outcome;
                }
                String merged = ((MergeOutcome.Merged) outcome).commit();
                return new MergeOutcome.Merged(real.commit(
                        merged,
                        List.of(new FileChange.Modify("a.txt", "nothing\n".getBytes(StandardCharsets.UTF_8))),
                        BAD));
            });
        }
    }
}
