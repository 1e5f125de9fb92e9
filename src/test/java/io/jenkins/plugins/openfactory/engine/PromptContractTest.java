package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.evidence.view.LiveRun;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What models are told, as the record of a run holds it. */
class PromptContractTest extends Contract {
    private static final String MAKEFILE = "test:\n\tpython3 -m unittest\n\nintegration:\n\tpython3 -m unittest\n";

    /** The texts of every request, in order, but for the word that preflight asks for. */
    private List<String> asked(RunRow row) {
        List<String> texts = new ArrayList<>();
        workshop.store().effects(row.runId()).stream()
                .filter(effect -> effect.kind().equals("model"))
                .map(effect -> Json.read(effect.request()).path("messages"))
                .filter(messages -> !messages.isEmpty())
                .forEach(messages -> {
                    StringBuilder text = new StringBuilder();
                    messages.forEach(message ->
                            text.append(message.path("text").asText()).append('\n'));
                    texts.add(text.toString());
                });
        return texts;
    }

    private static String common(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return one.substring(0, i);
    }

    @Test
    void shouldBeginEveryPromptAlike() {
        workshop.source(
                "aaa.py",
                "A = 1\n",
                "greeting.txt",
                "hello\n",
                Script.SOURCE[2],
                Script.SOURCE[3],
                "zzz.py",
                "Z = 1\n");
        workshop.script()
                .spec(2)
                .architecture()
                .tickets(
                        ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"),
                        ticket("0002")
                                .may("greeting.txt", "modify")
                                .greps("hello, you", "greeting.txt", "AC-2")
                                .dependsOn("0001"))
                .reply("0001/attempt-1.md", file("farewell.txt", "wrong"))
                .reply("0001/attempt-2.md", replace("farewell.txt", "wrong", "bye"))
                .reply("0002/attempt-1.md", replace("greeting.txt", "hello", "hello, us"))
                .reply("0002/attempt-2.md", replace("greeting.txt", "hello, us", "hello, you"));
        RunRow row = workshop.run();
        done(row);

        List<String> asked = asked(row);

        assertThat(asked).hasSize(7);
        String start = asked.get(0).substring(0, asked.get(0).indexOf("Your part:"));
        assertThat(start)
                .contains("path=\"aaa.py\"", "path=\"greeting.txt\"", "- make test", "Blocks that are marked as data");
        asked.subList(0, 6).forEach(text -> assertThat(text).startsWith(start));
        assertThat(common(asked.get(1), asked.get(2))).contains("===== end of SPEC.md =====");
        assertThat(common(asked.get(3), asked.get(4))).contains("===== end of criteria =====");
        assertThat(common(asked.get(4), asked.get(5))).contains("This is the ticket:");
        String changed = asked.get(6);
        assertThat(changed.substring(0, changed.indexOf("What was decided"))).doesNotContain("path=\"greeting.txt\"");
        assertThat(common(asked.get(5), changed)).contains("path=\"aaa.py\"", "path=\"zzz.py\"");
        assertThat(changed).containsOnlyOnce("path=\"greeting.txt\"").contains("hello, us\n</file");
    }

    @Test
    void shouldNameNoTestRunnerThatTheRepositoryDoesNotUse() {
        workshop.source("Makefile", MAKEFILE, "app.py", "A = 1\n", "tests/test_app.py", "import unittest\n");
        workshop.script().farewell();

        assertThat(asked(workshop.run()))
                .hasSizeGreaterThan(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("Python 3")
                        .doesNotContain("pytest", "cargo", "gofmt", "pip ", ".openfactory.yml"));
    }

    @Test
    void shouldNameTheTestRunnerThatTheRepositoryUses() {
        workshop.source("Makefile", MAKEFILE, "app.py", "A = 1\n", "conftest.py", "");
        workshop.script().farewell();

        assertThat(asked(workshop.run()).get(0)).contains("pytest");
    }

    @Test
    void shouldBringWhatModelsDoubtAndDecideBeforeAPerson() {
        ObjectNode plan = Script.plan(ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"));
        plan.putArray("concerns").add("AC-1 names no language.");
        String architecture =
                "## Components\n\nA.\n\n## Data flow\n\nB.\n\n## Interfaces\n\nC.\n\n## Test strategy\n\nD.\n"
                        + "\n## Concerns\n\n- Scope and AC-1 differ; AC-1 is built.\n";
        workshop.script()
                .farewell()
                .reply("architecture.md", architecture)
                .reply("tickets.json", Json.pretty(plan))
                .reply("0001/attempt-1.md", file("farewell.txt", "bye") + "\nDecision: it is in lower case.\n");

        RunRow row = workshop.run();

        done(row);
        LiveRun run = new LiveRun(workshop.store(), workshop.home(), row.runId());
        JsonNode view = run.viewJson();
        assertThat(view.path("notes").findValuesAsText("text"))
                .containsExactly(
                        "Scope and AC-1 differ; AC-1 is built.", "AC-1 names no language.", "it is in lower case.");
        assertThat(JsonSchemas.validate("run-view", view)).isEmpty();
        assertThat(workshop.artifact(row.runId(), "ARCHITECTURE.md"))
                .contains("## Concerns", "## Storage\n\nThe architecture names none.\n\n## Test strategy");
        assertThat(workshop.artifact(row.runId(), "FINAL_SUMMARY.md"))
                .contains("Concern of the architecture: ", "Decision of ticket 0001: it is in lower case.");
    }

    @Test
    void shouldSendBackNotesThatAreNoTexts() {
        ObjectNode plan = Script.plan(ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"));
        workshop.script()
                .farewell()
                .reply("tickets.json", Json.pretty(plan.deepCopy().put("concerns", "one")))
                .reply("tickets-2.json", Json.pretty(plan));

        RunRow row = workshop.run();

        done(row);
        assertThat(asked(row)).anySatisfy(text -> assertThat(text).contains("/concerns: must be a list of texts"));
    }
}
