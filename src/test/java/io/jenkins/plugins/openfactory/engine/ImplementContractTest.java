package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of stage 4: what a ticket may do, what proves it, and when trying ends. */
class ImplementContractTest extends Contract {
    @Test
    void shouldUseUpTheAttemptsAndKeepThePatch() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", file("farewell.txt", "one"))
                .reply("0001/attempt-2.md", file("farewell.txt", "two"))
                .reply("0001/attempt-3.md", file("farewell.txt", "three"));

        RunRow row = workshop.run();

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "0001", "3 attempts", "grep -q bye farewell.txt");
        TicketRow ticket = workshop.store().tickets(row.runId()).get(0);
        assertThat(ticket.state()).isEqualTo(TicketState.FAILED);
        assertThat(ticket.attempts()).isEqualTo(3);
        assertThat(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001/PATCH.diff"))
                .contains("+three");
        assertThat(workshop.artifacts(row.runId()))
                .contains(
                        "TICKETS/0001-ticket-0001/attempt-1.md",
                        "TICKETS/0001-ticket-0001/attempt-2.md",
                        "TICKETS/0001-ticket-0001/attempt-3.md");
    }

    @Test
    void shouldShowTheNextAttemptWhatWentWrong() {
        workshop.script().farewell().reply("0001/attempt-1.md", file("farewell.txt", "good night"));
        workshop.script().reply("0001/attempt-2.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.store().tickets(row.runId()).get(0).attempts()).isEqualTo(2);
        assertThat(prompt(row, "implement_loop.1/0001/model/implement/2"))
                .contains("Your last attempt was not enough")
                .contains("grep -q bye farewell.txt")
                .contains("good night");
    }

    @Test
    void shouldTellTheImplementerWhatWasDecidedAndWhatMustPass() {
        workshop.script().farewell();

        RunRow row = workshop.run();

        done(row);
        assertThat(prompt(row, "implement_loop.1/0001/model/implement/1"))
                .contains("One file beside `greeting.txt`.")
                .contains("- the test\\n- Not wanted: other languages")
                .contains("- make test\\n- make integration")
                .contains("GNU Make")
                .contains("cut off after");
    }

    @Test
    void shouldNotTakeTheAttemptsOfTheTicketsOwnLimit() {
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .greps("bye", "farewell.txt", "AC-1")
                        .limit("attempts", 1))
                .reply("0001/attempt-1.md", file("farewell.txt", "one"));

        failed(workshop.run(), StageId.IMPLEMENT_LOOP, "ticket_failed", "1 attempt was not enough");
    }

    @Test
    void shouldRefuseEditsOutsideTheTicketsFiles() {
        workshop.script().farewell();
        for (int i = 1; i <= 3; i++) {
            workshop.script().reply("0001/attempt-" + i + ".md", file("other.txt", "attempt " + i));
        }

        RunRow row = workshop.run(workshop.settings().put("attempts", 1));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "other.txt");
        assertThat(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001/PATCH.diff"))
                .isBlank();
    }

    @Test
    void shouldRefuseAKindOfChangeThatTheTicketDoesNotAllow() {
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .may("greeting.txt", "modify")
                        .greps("bye", "farewell.txt", "AC-1"));
        for (int i = 1; i <= 3; i++) {
            workshop.script().reply("0001/attempt-" + i + ".md", "*** Delete File: greeting.txt\n");
        }

        failed(
                workshop.run(workshop.settings().put("attempts", 1)),
                StageId.IMPLEMENT_LOOP,
                "ticket_failed",
                "greeting.txt");
    }

    @Test
    void shouldCountFormatErrorsApartFromFailedTests() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", "I would rather talk about it.")
                .reply("0001/attempt-2.md", replace("farewell.txt", "nothing like that", "bye"))
                .reply("0001/attempt-3.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.store().tickets(row.runId()).get(0).attempts()).isEqualTo(1);
    }

    @Test
    void shouldStopWhenTheSamePatchFailsInTheSameWay() {
        workshop.script().farewell();
        workshop.script()
                .reply("0001/attempt-1.md", file("farewell.txt", "one"))
                .reply("0001/attempt-2.md", file("farewell.txt", "two"))
                .reply("0001/attempt-3.md", file("farewell.txt", "one"))
                .reply("0001/attempt-4.md", file("farewell.txt", "two"));

        RunRow row = workshop.run(workshop.settings().put("attempts", 9));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "circles");
        assertThat(workshop.store().tickets(row.runId()).get(0).attempts()).isEqualTo(3);
    }

    @Test
    void shouldRefuseATestThatPassesWithoutTheChange() {
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001").creates("farewell.txt").greps("hello", "greeting.txt", "AC-1"))
                .reply("0001/attempt-2.md", file("farewell.txt", "bye then"))
                .reply("0001/attempt-3.md", file("farewell.txt", "bye now"));

        failed(workshop.run(), StageId.IMPLEMENT_LOOP, "ticket_failed", "passes without the change");
    }

    @Test
    void shouldRefuseTestsThatChangeFilesOutsideTheTicket() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\tgrep -q hello greeting.txt\nsneaky:\n\ttest -e farewell.txt\n\techo hello there >> greeting.txt\n");
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .command("make")
                        .test(true, List.of("AC-1"), "make", "sneaky"));

        failed(
                workshop.run(workshop.settings().put("attempts", 1)),
                StageId.IMPLEMENT_LOOP,
                "ticket_failed",
                "make sneaky");
    }

    @Test
    void shouldStopATestThatTakesTooLong() {
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\ttrue\nslow:\n\tsleep 60\n");
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .command("make")
                        .limit("wallClockSeconds", 1)
                        .test(true, List.of("AC-1"), "make", "slow"));

        failed(workshop.run(), StageId.IMPLEMENT_LOOP, "ticket_failed", "make slow", "killed");
    }

    @Test
    void shouldSkipWhatDependsOnAFailedTicketAndKeepTheOthers() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").greps("b", "b.txt", "AC-1"),
                        ticket("0003")
                                .creates("c.txt")
                                .greps("c", "c.txt", "AC-1")
                                .dependsOn("0001"),
                        ticket("0004")
                                .creates("d.txt")
                                .greps("d", "d.txt", "AC-1")
                                .dependsOn("0003"))
                .reply("0001/attempt-1.md", file("a.txt", "x"))
                .reply("0002/attempt-1.md", file("b.txt", "b"));

        RunRow row = workshop.run(workshop.settings().put("attempts", 1));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "0001", "1 of 4 tickets succeeded");
        assertThat(workshop.store().tickets(row.runId()))
                .extracting(TicketRow::state)
                .containsExactly(TicketState.FAILED, TicketState.SUCCEEDED, TicketState.SKIPPED, TicketState.SKIPPED);
    }

    @Test
    void shouldGoOnFromAFailedTicketWithoutPayingForTheOthersAgain() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").greps("b", "b.txt", "AC-1"))
                .reply("0001/attempt-1.md", file("a.txt", "x"))
                .reply("0002/attempt-1.md", file("b.txt", "b"));
        RunRow failed = workshop.run(workshop.settings().put("attempts", 1));
        failed(failed, StageId.IMPLEMENT_LOOP, "ticket_failed", "0001");

        workshop.script().reply("0001/attempt-1.md", file("a.txt", "a"));
        RunRow row = workshop.proceed(failed.runId());

        done(row);
        assertThat(workshop.store().exchanges(row.runId()))
                .filteredOn(exchange -> exchange.ticketId().isPresent())
                .extracting(exchange -> exchange.ticketId().orElseThrow())
                .containsExactlyInAnyOrder("0001", "0002", "0001");
    }

    @Test
    void shouldLetTheOtherTicketsEndBeforeAFaultOfTheWorldEndsTheStage() {
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\ttrue\nslow:\n\ttest -e b.txt && sleep 1\n");
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("b.txt").command("make").test(true, List.of("AC-1"), "make", "slow"))
                .reply("0002/attempt-1.md", file("b.txt", "b"));

        RunRow row = workshop.run();

        failed(row, StageId.IMPLEMENT_LOOP, "model_not_recorded", "0001/attempt-1.md");
        assertThat(workshop.store().tickets(row.runId()).get(1).state()).isEqualTo(TicketState.SUCCEEDED);
        int told = workshop.events().size();
        assertThat(workshop.events().get(told - 1).kind()).isEqualTo(RunEvent.Kind.RUN);

        workshop.script().reply("0001/attempt-1.md", file("a.txt", "a"));
        done(workshop.proceed(row.runId()));
    }

    @Test
    void shouldPayNoAttemptAgainThatAFaultOfTheWorldInterrupted() {
        workshop.script().farewell();
        workshop.script().reply("0001/attempt-1.md", file("farewell.txt", "good night"));
        RunRow failed = workshop.run();
        failed(failed, StageId.IMPLEMENT_LOOP, "model_not_recorded", "0001/attempt-2.md");

        workshop.script().reply("0001/attempt-2.md", file("farewell.txt", "bye"));
        RunRow row = workshop.proceed(failed.runId());

        done(row);
        assertThat(workshop.store().exchanges(row.runId()))
                .extracting(exchange -> exchange.effectKey())
                .doesNotHaveDuplicates()
                .filteredOn(key -> key.contains("implement"))
                .containsExactly("implement_loop.1/0001/model/implement/1", "implement_loop.1/0001/model/implement/2");
        assertThat(workshop.store().stages(row.runId()).get(4).attempts()).isEqualTo(1);
    }

    @Test
    void shouldRefuseABaseOnWhichTheTicketsConflict() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .tickets(
                        ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                        ticket("0002").creates("a.txt/b.txt").greps("b", "a.txt/b.txt", "AC-1"),
                        ticket("0003")
                                .creates("c.txt")
                                .greps("c", "c.txt", "AC-1")
                                .dependsOn("0001", "0002"))
                .reply("0001/attempt-1.md", file("a.txt", "a"))
                .reply("0002/attempt-1.md", file("a.txt/b.txt", "b"))
                .reply("0003/attempt-1.md", file("c.txt", "c"));

        RunRow row = workshop.run();

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "0003", "a.txt");
        assertThat(row.state()).isEqualTo(JobState.FAILED);
    }

    private String prompt(RunRow row, String key) {
        return workshop.store().effect(row.runId(), key).orElseThrow().request();
    }

    @Test
    void shouldNotLetATicketsCommandChangeFilesThatItDoesNotDeclare() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\tgrep -q hello greeting.txt\n\nintegration:\n\ttrue\n",
                "tests/run.sh",
                "grep -q bye farewell.txt\n");
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .creates("checks.mk")
                        .test(false, List.of("AC-1"), "make", "-f", "checks.mk", "check")
                        .command("make"))
                .reply(
                        "0001/attempt-1.md",
                        file("checks.mk", "check:\n\techo true > tests/run.sh") + "\n"
                                + file("farewell.txt", "good night"))
                .reply(
                        "0001/attempt-2.md",
                        file(
                                "checks.mk",
                                "check:\n\tcp -r tests moved && mv tests old && mv moved tests\n\techo true > tests/run.sh"));

        RunRow row = workshop.run(workshop.settings().put("attempts", 2));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "changed files outside the ticket", "tests/run.sh");
        assertThat(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001/logs/attempt-1-1.log"))
                .contains("Read-only file system");
    }
}
