package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.RunRow;
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

    private RunRow waiting(String subject) {
        workshop.script().farewell();
        ObjectNode settings = workshop.settings();
        settings.putArray("approvals").add(subject);
        RunRow row = workshop.run(settings);
        assertThat(row.errorText()).isEmpty();
        assertThat(row.state()).isEqualTo(JobState.WAITING);
        assertThat(row.waitingFor()).contains(WaitReason.APPROVAL);
        clear(row.waitingText().orElseThrow());
        return row;
    }
}
