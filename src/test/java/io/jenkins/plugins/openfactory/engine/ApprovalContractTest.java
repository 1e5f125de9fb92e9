package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run goes past a gate of a person only with a word that is bound to exactly what was shown. */
class ApprovalContractTest extends Contract {
    @ParameterizedTest
    @CsvSource({"spec,SPEC_FREEZE", "tickets,TICKET_PLANNING", "pr,PR_CI_GATE"})
    void shouldWaitForAnApprovalAndGoOnWithIt(String subject, StageId stage) {
        RunRow waiting = waiting(subject);
        assertThat(workshop.pushed()).isEmpty();

        workshop.decide(waiting.runId(), "approve", "");

        done(workshop.proceed(waiting.runId()));
        assertThat(workshop.store().stages(waiting.runId()).get(stage.number()).attempts())
                .isEqualTo(1);
        assertThat(workshop.store().exchanges(waiting.runId())).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"spec,SPEC_FREEZE", "tickets,TICKET_PLANNING", "pr,PR_CI_GATE"})
    void shouldFailWithTheRemarkOfARejection(String subject, StageId stage) {
        RunRow waiting = waiting(subject);

        workshop.decide(waiting.runId(), "reject", "Far too friendly.");

        failed(workshop.proceed(waiting.runId()), stage, "rejected", "Ann", "Far too friendly", "new run");
    }

    @ParameterizedTest
    @CsvSource({"spec", "tickets", "pr"})
    void shouldKeepWaitingWithAWordOnSomethingElse(String subject) {
        RunRow waiting = waiting(subject);

        workshop.say(waiting.runId(), subject, "approve", "0".repeat(64), "");
        workshop.say(waiting.runId(), "other", "approve", "1".repeat(64), "");
        RunRow still = workshop.proceed(waiting.runId());

        assertThat(still.waitingFor()).contains(WaitReason.APPROVAL);
        assertThat(workshop.pushed()).isEmpty();
    }

    @Test
    void shouldAskForEachApprovalInTurn() {
        workshop.script().farewell();
        ObjectNode settings = workshop.settings();
        settings.putArray("approvals").add("spec").add("tickets").add("pr");
        RunRow row = workshop.run(settings);
        for (String subject : new String[] {"spec", "tickets", "pr"}) {
            assertThat(row.state()).isEqualTo(JobState.WAITING);
            assertThat(row.waitingText().orElseThrow()).contains("(" + subject + ",");
            workshop.decide(row.runId(), "approve", "");
            row = workshop.proceed(row.runId());
        }

        done(row);
    }

    @Test
    void shouldNotLetAnApprovalOutweighALaterRejection() {
        RunRow waiting = waiting("pr");
        workshop.decide(waiting.runId(), "approve", "");
        workshop.decide(waiting.runId(), "reject", "On second thought, no");

        failed(workshop.proceed(waiting.runId()), StageId.PR_CI_GATE, "rejected", "On second thought, no");
    }

    @Test
    void shouldAskAgainForTheCommitThatMendsACheck() {
        String rule = "ci:\n\t@test ! -e farewell.txt || grep -q 'bye for now' farewell.txt\n";
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\tgrep -q hello greeting.txt\n" + rule);
        workshop.script().farewell().reply("ci-fix-1.md", Script.replace("farewell.txt", "bye", "bye for now"));
        ObjectNode settings = workshop.settings();
        settings.putArray("approvals").add("pr");
        settings.putObject("checks").putArray("tests").addArray().add("make").add("ci");
        RunRow first = workshop.run(settings);
        String integrated = pending(first).path("sha256").asText();
        workshop.decide(first.runId(), "approve", "");

        RunRow second = workshop.proceed(first.runId());

        assertThat(second.errorText()).isEmpty();
        assertThat(second.waitingFor()).contains(WaitReason.APPROVAL);
        assertThat(second.waitingText().orElseThrow()).contains("the commit that mends the check tests (pr, commit ");
        assertThat(pending(second).path("sha256").asText()).isNotEqualTo(integrated);
        assertThat(workshop.pushed().get(0)).endsWith(" " + integrated);
        workshop.decide(second.runId(), "approve", "");
        RunRow done = workshop.proceed(second.runId());
        done(done);
        assertThat(workshop.pushed().get(0)).doesNotEndWith(" " + integrated);
        assertThat(workshop.store().approvals(done.runId())).hasSize(2);
    }

    private JsonNode pending(RunRow row) {
        return Json.read(
                workshop.store().document(row.runId(), Approvals.PENDING).orElseThrow());
    }

    @Test
    void shouldVoidTheApprovalOfTicketsThatChangeLater() {
        RunRow waiting = waiting("tickets", "pr");
        workshop.decide(waiting.runId(), "approve", "");
        RunRow second = workshop.proceed(waiting.runId());
        assertThat(second.waitingText().orElseThrow()).contains("(pr,");
        String tickets = workshop.store().document(waiting.runId(), "tickets").orElseThrow();
        workshop.store()
                .saveDocument(waiting.runId(), "tickets", tickets.replace("\"goal\":\"", "\"goal\":\"And more. "));
        workshop.decide(waiting.runId(), "approve", "");

        failed(
                workshop.proceed(waiting.runId()),
                StageId.PR_CI_GATE,
                "approval_void",
                "The plan of tickets was approved as ",
                "the approval of Ann is void");

        workshop.store().saveDocument(waiting.runId(), "tickets", tickets);
        done(workshop.proceed(waiting.runId()));
    }

    @Test
    void shouldVoidTheApprovalOfASpecificationThatIsFrozenAnewLater() {
        RunRow waiting = waiting("spec", "tickets");
        workshop.decide(waiting.runId(), "approve", "");
        assertThat(workshop.proceed(waiting.runId()).waitingText().orElseThrow())
                .contains("(tickets,");
        ObjectNode spec = (ObjectNode) Json.read(workshop.artifact(waiting.runId(), "SPEC.json"));
        spec.put("title", "Something else entirely");
        workshop.write(waiting.runId(), "SPEC.json", Json.pretty(spec));
        new RunDocuments(workshop.store(), waiting.runId()).freeze(spec);
        workshop.decide(waiting.runId(), "approve", "");

        failed(
                workshop.proceed(waiting.runId()),
                StageId.TICKET_PLANNING,
                "approval_void",
                "The specification was approved as ");
    }

    @Test
    void shouldNoticeAFileThatWasChangedBeforeItWasRead() throws IOException {
        RunRow waiting = waiting("tickets");
        FolderArtifactStore files = new FolderArtifactStore(workshop.home().artifacts(waiting.runId()));
        assertThat(Approvals.changed(pending(waiting), files.list())).isEmpty();

        for (String path : new String[] {"SPEC.md", "SPEC.json", "TRACEABILITY.json"}) {
            String good = workshop.artifact(waiting.runId(), path);
            workshop.write(waiting.runId(), path, good + " ");
            assertThat(Approvals.changed(pending(waiting), files.list()).orElseThrow())
                    .startsWith(path + " is not what");
            workshop.write(waiting.runId(), path, good);
        }
        workshop.write(waiting.runId(), "PREFLIGHT_REPORT.md", "not shown for this decision");
        assertThat(Approvals.changed(pending(waiting), files.list())).isEmpty();
    }

    @Test
    void shouldNeverGoOnWithoutAnApprovalWhoeverSpeaksAtOnce() throws InterruptedException {
        RunRow waiting = waiting("pr");
        String good = pending(waiting).path("sha256").asText();
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String decision = i % 2 == 0 ? "approve" : "reject";
            String hash = i < 6 ? "%040x".formatted(i) : good;
            people.add(new Thread(() -> workshop.say(waiting.runId(), "pr", decision, hash, "")));
        }
        people.forEach(Thread::start);
        for (Thread person : people) {
            person.join();
        }
        String last = workshop.store().approvals(waiting.runId()).stream()
                .filter(word -> word.boundSha256().equals(good))
                .reduce((first, second) -> second)
                .orElseThrow()
                .decision();

        RunRow row = workshop.proceed(waiting.runId());

        assertThat(workshop.store().approvals(waiting.runId())).hasSize(8);
        assertThat(row.state()).isEqualTo(last.equals("approve") ? JobState.DONE : JobState.FAILED);
        assertThat(workshop.pushed()).hasSize(last.equals("approve") ? 1 : 0);
    }

    @Test
    void shouldTakeAnApprovalThatWasGivenBeforeOthersForOtherThings() {
        RunRow waiting = waiting("pr");
        workshop.decide(waiting.runId(), "approve", "");
        workshop.say(waiting.runId(), "pr", "reject", "f".repeat(40), "Not that one");

        done(workshop.proceed(waiting.runId()));
    }

    private RunRow waiting(String... subjects) {
        workshop.script().farewell();
        ObjectNode settings = workshop.settings();
        for (String subject : subjects) {
            settings.withArray("approvals").add(subject);
        }
        RunRow row = workshop.run(settings);
        assertThat(row.errorText()).isEmpty();
        assertThat(row.state()).isEqualTo(JobState.WAITING);
        assertThat(row.waitingFor()).contains(WaitReason.APPROVAL);
        clear(row.waitingText().orElseThrow());
        return row;
    }
}
