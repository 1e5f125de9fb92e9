package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.RunRow;
import org.junit.jupiter.api.Test;

/** Rules of stages 1 and 2. */
class SpecContractTest extends Contract {
    private static final String QUESTION = "{\"clarification\": \"Which language?\"}";

    @Test
    void shouldGiveUpAfterThreeRepliesOfNonsense() {
        workshop.script()
                .reply("spec.json", "I would love to help!")
                .reply("spec-2.json", "Sure.")
                .reply("spec-3.json", "{\"title\": ");

        RunRow row = workshop.run();

        failed(row, StageId.SPEC_FREEZE, "spec_invalid", "three replies");
        assertThat(workshop.store().exchanges(row.runId())).hasSize(4);
        assertThat(row.specSha256()).isEmpty();
    }

    @Test
    void shouldGiveUpAfterThreeRepliesThatBreakTheSchema() {
        ObjectNode broken = Script.specification(1);
        broken.remove("scope");
        for (String name : new String[] {"spec.json", "spec-2.json", "spec-3.json"}) {
            workshop.script().reply(name, Json.pretty(broken));
        }

        failed(workshop.run(), StageId.SPEC_FREEZE, "spec_invalid", "scope");
    }

    @Test
    void shouldTakeTheReplyThatMendedTheFirstProblem() {
        workshop.script()
                .farewell()
                .reply("spec.json", "no")
                .reply("spec-2.json", "```json\n" + Json.pretty(Script.specification(1)) + "```\n");

        RunRow row = workshop.run();

        done(row);
        assertThat(row.specSha256()).contains(Spec.freezeHash(Script.specification(1)));
        assertThat(row.title()).isEqualTo("A farewell");
    }

    @Test
    void shouldFailWhenCriteriaAreNotNumberedWithoutGaps() {
        String gap = Json.pretty(Script.specification(2)).replace("AC-2", "AC-3");
        for (String name : new String[] {"spec.json", "spec-2.json", "spec-3.json"}) {
            workshop.script().reply(name, gap);
        }

        failed(workshop.run(), StageId.SPEC_FREEZE, "spec_invalid", "AC-3", "AC-2");
    }

    @Test
    void shouldWaitForTheAnswerAndGoOnWithIt() {
        workshop.script().farewell().reply("spec.json", QUESTION).reply("spec-2.json", spec());

        RunRow waiting = workshop.run();
        assertThat(waiting.state()).isEqualTo(JobState.WAITING);
        assertThat(waiting.waitingFor()).contains(WaitReason.CLARIFICATION);
        assertThat(waiting.waitingText()).contains("Which language?");
        assertThat(waiting.title()).isEqualTo("Say goodbye");
        answer(waiting, "English.");

        done(workshop.proceed(waiting.runId()));
        assertThat(workshop.store().exchanges(waiting.runId()))
                .filteredOn(exchange -> exchange.purpose().equals("spec"))
                .hasSize(2);
    }

    @Test
    void shouldKeepWaitingWithoutAnAnswerAndPayNothing() {
        workshop.script().farewell().reply("spec.json", QUESTION);

        RunRow waiting = workshop.run();
        RunRow still = workshop.proceed(waiting.runId());

        assertThat(still.waitingFor()).contains(WaitReason.CLARIFICATION);
        assertThat(workshop.store().exchanges(waiting.runId())).hasSize(2);
        assertThat(workshop.store().stages(waiting.runId()).get(1).attempts()).isEqualTo(1);
    }

    @Test
    void shouldNotAskASecondQuestion() {
        workshop.script()
                .reply("spec.json", QUESTION)
                .reply("spec-2.json", "{\"clarification\": \"And which tone?\"}")
                .reply("spec-3.json", "{\"clarification\": \"Really, which tone?\"}")
                .reply("spec-4.json", "{\"clarification\": \"Please?\"}");
        RunRow waiting = workshop.run();
        answer(waiting, "English.");

        failed(workshop.proceed(waiting.runId()), StageId.SPEC_FREEZE, "spec_invalid", "no further question");
    }

    @Test
    void shouldNotAskWhereNoneMayBeAsked() {
        workshop.script().farewell().reply("spec.json", QUESTION).reply("spec-2.json", spec());

        done(workshop.run(workshop.settings().put("mayAsk", false)));
    }

    @Test
    void shouldFailWithoutEveryHeadingOfAnArchitecture() {
        workshop.script().spec(1);
        for (String name : new String[] {"architecture.md", "architecture-2.md", "architecture-3.md"}) {
            workshop.script().reply(name, "## Components\n\nAll of them.\n");
        }

        failed(workshop.run(), StageId.ARCHITECTURE, "architecture_invalid", "Data flow");
    }

    @Test
    void shouldFailWhenTheModelHasNoReplyAndGoOnWhenItHas() {
        workshop.script().farewell();
        workshop.model(model -> model);
        RunRow failed = workshop.run(withoutReplies());
        failed(failed, StageId.SPEC_FREEZE, "model_not_recorded", "spec.json");

        workshop.script().spec(1);

        done(workshop.proceed(failed.runId()));
    }

    private ObjectNode withoutReplies() {
        try {
            java.nio.file.Files.delete(workshop.script().folder().resolve("spec.json"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return workshop.settings();
    }

    private void answer(RunRow row, String text) {
        workshop.say(
                row.runId(),
                "clarification",
                "answer",
                Sha256.hex(row.waitingText().orElseThrow()),
                text);
    }

    private static String spec() {
        return Json.pretty(Script.specification(1));
    }
}
