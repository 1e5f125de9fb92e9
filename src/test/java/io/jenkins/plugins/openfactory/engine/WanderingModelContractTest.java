package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A model that repeats itself, alternates, can't be read, or edits the wrong file: each run ends with a named reason within
 * its bounds, and what was made before is kept.
 */
class WanderingModelContractTest extends Contract {
    private static final String STRICT =
            "test:\n\ttrue\nci:\n\t@test ! -e farewell.txt || grep -q 'bye for now' farewell.txt\n";

    @Test
    void shouldStopAModelThatRepeatsAReplyThatCannotBeApplied() {
        workshop.script().farewell();
        replies(12, replace("greeting.txt", "no such line", "bye"));

        RunRow row = workshop.run(workshop.settings().put("attempts", 9));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "circles", "same patch");
        assertThat(asked(row, "implement")).hasSize(4);
        assertThat(request(row, "implement_loop.1/0001/model/implement/3")).contains("You sent this reply before");
        assertThat(kept(row)).contains("TICKETS/0001-ticket-0001/PATCH.diff", "TICKETS/0001-ticket-0001/attempt-2.md");
    }

    @Test
    void shouldStopAModelThatRepeatsAPatchThatFails() {
        workshop.script().farewell();
        replies(9, file("farewell.txt", "good night"));

        RunRow row = workshop.run(workshop.settings().put("attempts", 9));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "circles");
        assertThat(asked(row, "implement").size()).isLessThanOrEqualTo(5);
        assertThat(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001/PATCH.diff"))
                .contains("+good night");
    }

    @Test
    void shouldStopAModelThatAlternatesBetweenTwoPatches() {
        workshop.script().farewell();
        for (int i = 1; i <= 9; i++) {
            workshop.script()
                    .reply("0001/attempt-" + i + ".md", file("farewell.txt", i % 2 == 0 ? "adieu" : "good night"));
        }

        RunRow row = workshop.run(workshop.settings().put("attempts", 9));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "circles");
        assertThat(asked(row, "implement")).hasSize(3);
        assertThat(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001/PATCH.diff"))
                .contains("+good night");
    }

    @Test
    void shouldHintAtTheSameFailureOfDifferentPatchesAndThenStop() {
        workshop.script().farewell();
        for (int i = 1; i <= 9; i++) {
            workshop.script().reply("0001/attempt-" + i + ".md", file("farewell.txt", "try " + i));
        }

        RunRow row = workshop.run(workshop.settings().put("attempts", 9));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "circles: the same error came 4 times");
        assertThat(asked(row, "implement")).hasSize(4);
        assertThat(request(row, "implement_loop.1/0001/model/implement/3")).doesNotContain("Name the cause");
        assertThat(request(row, "implement_loop.1/0001/model/implement/4")).contains("Name the cause in one sentence");
    }

    @Test
    void shouldStopAModelThatEditsTheWrongFile() {
        workshop.script().farewell();
        for (int i = 1; i <= 9; i++) {
            workshop.script().reply("0001/attempt-" + i + ".md", file("other.txt", "attempt " + i));
        }

        RunRow row = workshop.run();

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "other.txt");
        assertThat(asked(row, "implement").size()).isLessThanOrEqualTo(9);
        assertThat(kept(row)).contains("SPEC.md", "ARCHITECTURE.md", "TRACEABILITY.json");
    }

    @Test
    void shouldShowTheWholeConversationWhenEditsLieOutsideTheTicket() {
        workshop.script().farewell();
        workshop.script()
                .reply(
                        "0001/attempt-1.md",
                        file("farewell.txt", "bye") + "\n" + replace("greeting.txt", "no such line", "x"))
                .reply("0001/attempt-2.md", replace("greeting.txt", "hello", "hello there"))
                .reply("0001/attempt-3.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run();

        done(row);
        assertThat(request(row, "implement_loop.1/0001/model/implement/3"))
                .contains("no such line")
                .contains("hello there")
                .contains("go beyond the files of this ticket");
    }

    @Test
    void shouldStopAModelWhoseDocumentsCannotBeRead() {
        for (String name : List.of("spec.json", "spec-2.json", "spec-3.json")) {
            workshop.script().reply(name, "```json\n{\"title\": \"A farewell\", \"summary\" \"none\"}\n```");
        }

        RunRow row = workshop.run();

        failed(row, StageId.SPEC_FREEZE, "spec_invalid", "line 2", "missing");
        assertThat(asked(row, "spec")).hasSize(3);
        assertThat(request(row, "spec_freeze.1/-/model/spec/3")).contains("You sent the same reply as before");
    }

    @Test
    void shouldKeepOtherTicketsWhereOneModelWanders() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").greps("b", "b.txt", "AC-1"))
                .reply("0002/attempt-1.md", file("b.txt", "b"));
        replies(9, "I am not sure what is wanted.");

        RunRow row = workshop.run();

        failed(
                row,
                StageId.IMPLEMENT_LOOP,
                "ticket_failed",
                "0001",
                "circles",
                "1 of 2 tickets succeeded and are kept");
        assertThat(workshop.file(
                        row.runId(),
                        workshop.store().tickets(row.runId()).get(1).commit().orElseThrow(),
                        "b.txt"))
                .isEqualTo("b\n");
    }

    @Test
    void shouldStopFixesThatRepeatThemselves() {
        workshop.source("greeting.txt", "hello\n", "Makefile", STRICT);
        workshop.script().farewell();
        for (int i = 1; i <= 9; i++) {
            workshop.script().reply("ci-fix-" + i + ".md", replace("farewell.txt", "bye", "bye, bye"));
        }
        ObjectNode settings = workshop.settings().put("ciFixes", 9);
        settings.withObject("/checks").putArray("tests").addArray().add("make").add("ci");

        RunRow row = workshop.run(settings);

        ciFailed(row, "fixes_exhausted", "circles");
        assertThat(asked(row, "ci-fix")).hasSize(2);
        assertThat(request(row, "pr_ci_gate.1/-/model/ci-fix/2"))
                .contains("Your last edits were not kept")
                .contains("+bye, bye");
    }

    private void replies(int count, String text) {
        for (int i = 1; i <= count; i++) {
            workshop.script().reply("0001/attempt-" + i + ".md", text);
        }
    }

    private List<ExchangeRow> asked(RunRow row, String purpose) {
        return workshop.store().exchanges(row.runId()).stream()
                .filter(exchange -> exchange.purpose().equals(purpose))
                .filter(exchange -> exchange.ticketId().map("0001"::equals).orElse(true))
                .toList();
    }

    private String request(RunRow row, String key) {
        return workshop.store().effect(row.runId(), key).orElseThrow().request();
    }

    private List<String> kept(RunRow row) {
        return workshop.artifacts(row.runId());
    }
}
