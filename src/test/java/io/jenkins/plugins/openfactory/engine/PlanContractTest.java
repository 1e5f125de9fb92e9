package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Script.Draft;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of stage 3: what a plan must keep to. */
class PlanContractTest extends Contract {
    @Test
    void shouldRefuseACycle() {
        refused(
                1,
                List.of(good("0001").dependsOn("0002"), other("0002").dependsOn("0001")),
                "/tickets/0/dependsOn",
                "0001 → 0002 → 0001");
    }

    @Test
    void shouldRefuseMoreTicketsThanWanted() {
        refused(
                workshop.settings().put("maxTickets", 1),
                1,
                List.of(good("0001"), other("0002")),
                "/tickets: has 2 tickets, and 1 is the most");
    }

    @Test
    void shouldRefuseATicketThatDependsOnItself() {
        refused(1, List.of(good("0001").dependsOn("0001")), "0001 → 0001");
    }

    @Test
    void shouldRefuseAnUnknownDependency() {
        refused(1, List.of(good("0001").dependsOn("0007")), "0007");
    }

    @Test
    void shouldRefuseACommandThatThePolicyLacks() {
        refused(1, List.of(good("0001").command("docker")), "/tickets/0/commands/1", "docker", "grep");
    }

    @Test
    void shouldRefuseATestCommandThatThePolicyDenies() {
        Draft sneaky = ticket("0001").creates("a.txt").command("grep").test(true, List.of("AC-1"), "sh", "-c", "true");
        refused(1, List.of(sneaky), "/tickets/0/tests/0/argv", "sh -c true");
    }

    @Test
    void shouldRefuseATestWhoseRuleTheTicketDoesNotName() {
        Draft sneaky =
                ticket("0001").creates("a.txt").command("ls").test(true, List.of("AC-1"), "grep", "-q", "a", "b");
        refused(1, List.of(sneaky), "/tickets/0/tests/0/argv", "grep");
    }

    @Test
    void shouldNameTheRulesOfTheTestsWhereThePlannerDoesNot() {
        workshop.script().farewell();
        ObjectNode plan = Script.plan(good("0001").test(false, List.of(), "make", "test"));
        ((ObjectNode) plan.at("/tickets/0")).remove("commands");
        workshop.script().reply("tickets.json", Json.pretty(plan));

        RunRow row = workshop.run();

        done(row);
        assertThat(Json.read(workshop.artifact(row.runId(), "TICKETS/0001-ticket-0001.json"))
                        .path("commands"))
                .isEqualTo(Json.tree(List.of("grep", "make")));
    }

    @Test
    void shouldRefuseADeniedTestWhereThePlannerNamesNoRules() {
        Draft sneaky = ticket("0001").creates("a.txt").test(true, List.of("AC-1"), "sh", "-c", "true");
        refused(1, List.of(sneaky), "/tickets/0/tests/0/argv", "sh -c true");
    }

    @Test
    void shouldTellThePlannerWhatMayRunAndWhatMustPass() {
        workshop.script().farewell();

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.store()
                        .effect(row.runId(), "ticket_planning.1/-/model/tickets/1")
                        .orElseThrow()
                        .request())
                .contains("- make test\\n- make integration")
                .contains("GNU Make")
                .contains("make -j2 check")
                .contains("to look at files: cat")
                .doesNotContain("SHA-256")
                .doesNotContain("\"limits");
    }

    @Test
    void shouldGiveNoExamplesOfProgramsThatNoFileSuggests() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "page.js",
                "console.log(1);\n",
                "Makefile",
                "test:\n\tgrep -q hello greeting.txt\n\nintegration:\n\tgrep -q hello greeting.txt\n");
        workshop.script().farewell();

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.store()
                        .effect(row.runId(), "ticket_planning.1/-/model/tickets/1")
                        .orElseThrow()
                        .request())
                .contains("make -j2 check", "node --check a.js")
                .doesNotContain("javac -d")
                .doesNotContain("npx jest");
    }

    @Test
    void shouldRefuseAnUncoveredCriterion() {
        refused(2, List.of(good("0001")), "AC-2");
    }

    @Test
    void shouldRefuseACriterionThatIsNotThere() {
        refused(1, List.of(good("0001").test(false, List.of("AC-9"), "grep", "-q", "a", "b")), "AC-9");
    }

    @Test
    void shouldRefuseUnorderedTicketsThatMayTouchOneFile() {
        refused(1, List.of(good("0001"), other("0002").creates("fare*.txt")), "0001", "0002", "fare*.txt");
    }

    @Test
    void shouldRefuseAnOverlapThatIsHiddenInASet() {
        refused(1, List.of(good("0001"), other("0002").creates("[a-f]arewell.txt")), "[a-f]arewell.txt");
    }

    @Test
    void shouldRefuseAnOverlapThatIsHiddenInBraces() {
        refused(1, List.of(good("0001"), other("0002").creates("{farewell,hello}.txt")), "{farewell,hello}.txt");
    }

    @Test
    void shouldRefuseANumberThatIsNotTheNext() {
        refused(1, List.of(good("0002")), "0002", "0001");
    }

    @Test
    void shouldRefuseAGlobThatNamesNothing() {
        refused(1, List.of(good("0001").creates("{a")), "{a");
    }

    @Test
    void shouldRefuseNonsenseAndAnEmptyPlan() {
        workshop.script().spec(1).architecture();
        workshop.script()
                .reply("tickets.json", "No tickets are needed.")
                .reply("tickets-2.json", "{\"tickets\": []}")
                .reply("tickets-3.json", "{\"tickets\": [{\"id\": \"0001\"}]}");

        failed(workshop.run(), StageId.TICKET_PLANNING, "tickets_invalid", "/tickets/0");
    }

    @Test
    void shouldTakeOverlappingTicketsThatAreOrdered() {
        workshop.script().farewell();
        workshop.script()
                .tickets(
                        good("0001"),
                        ticket("0002").dependsOn("0001").creates("*.txt").greps("soon", "farewell.txt", "AC-1"))
                .reply("0002/attempt-1.md", Script.replace("farewell.txt", "bye", "bye, see you soon"));

        RunRow row = workshop.run();

        done(row);
        String head = workshop.pushed().get(0).split(" ")[1];
        assertThat(workshop.file(row.runId(), head, "farewell.txt")).isEqualTo("bye, see you soon\n");
    }

    @Test
    void shouldTakeABareListAndTheMendedPlan() {
        workshop.script().farewell();
        workshop.script()
                .reply("tickets.json", "Here you are!")
                .reply("tickets-2.json", Json.pretty(Script.plan(good("0001")).get("tickets")));

        done(workshop.run());
    }

    private void refused(int criteria, List<Draft> drafts, String... words) {
        refused(workshop.settings(), criteria, drafts, words);
    }

    private void refused(ObjectNode settings, int criteria, List<Draft> drafts, String... words) {
        workshop.script().spec(criteria).architecture();
        String plan = Json.pretty(Script.plan(drafts.toArray(Draft[]::new)));
        for (String name : new String[] {"tickets.json", "tickets-2.json", "tickets-3.json"}) {
            workshop.script().reply(name, plan);
        }
        failed(workshop.run(settings), StageId.TICKET_PLANNING, "tickets_invalid", words);
    }

    private static Draft good(String id) {
        return ticket(id).creates("farewell.txt").greps("bye", "farewell.txt", "AC-1");
    }

    private static Draft other(String id) {
        return ticket(id).creates("other.txt").greps("other", "other.txt", "AC-1");
    }
}
