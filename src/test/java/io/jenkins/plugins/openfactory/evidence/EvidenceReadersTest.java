package io.jenkins.plugins.openfactory.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.git.FileDiff;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvidenceReadersTest {
    private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");

    private static EffectRow effect(StageId stage, String key, String kind, String request, String outcome) {
        Optional<String> ticket = Optional.of(key.split("/")[1]).filter(id -> !id.equals("-"));
        return new EffectRow(
                "run",
                key,
                kind,
                stage,
                ticket,
                "0".repeat(64),
                request,
                Optional.of(outcome),
                1,
                "",
                NOW,
                Optional.of(NOW));
    }

    private static EffectRow command(String key, int exit) {
        return effect(
                StageId.IMPLEMENT_LOOP,
                key,
                "command",
                "{\"argv\":[\"make\",\"t\"],\"proposedBy\":\"model\",\"tree\":\"abc\"}",
                "{\"result\":{\"exitCode\":" + exit
                        + ",\"killed\":null,\"stdout\":\"\",\"stderr\":\"\",\"truncated\":false,"
                        + "\"duration\":\"PT1.5S\",\"tier\":\"FULL\",\"audit\":9}}");
    }

    @Test
    void shouldReadThePartsOfAKey() {
        assertThat(EffectKey.parse("implement_loop.12/0001/command/attempt-2/3"))
                .hasValue(new EffectKey(12, "command", "attempt-2", 3));
        assertThat(EffectKey.parse("pr_ci_gate.1/-/observe/checks-1-again"))
                .hasValue(new EffectKey(1, "observe", "checks-1-again", 0));
        assertThat(EffectKey.parse("pr_ci_gate.1/-/push/openfactory/20260504-090000-abc123/77"))
                .hasValue(new EffectKey(1, "push", "openfactory", 77));
        assertThat(EffectKey.parse("nonsense")).isEmpty();
    }

    @Test
    void shouldGiveALogToItsLastRunAlone() {
        List<CommandEvidence> commands = List.of(
                        command("implement_loop.1/0001/command/attempt-1/1", 1),
                        command("implement_loop.2/0001/command/attempt-1/1", 0))
                .stream()
                .map(effect -> CommandEvidence.of(effect).orElseThrow())
                .toList();

        List<CommandEvidence> withLogs =
                CommandLogs.assign(commands, Map.of("0001", "0001-x"), Set.of("TICKETS/0001-x/logs/attempt-1-1.log"));

        assertThat(withLogs.get(0).log()).isEmpty();
        assertThat(withLogs.get(1).log()).hasValue("TICKETS/0001-x/logs/attempt-1-1.log");
        assertThat(withLogs.get(1).tier()).hasValue("full");
        assertThat(withLogs.get(1).millis()).isEqualTo(1500);
    }

    @Test
    void shouldTakeTheProofOfTheLastEntryAndOfTheRepeatedRun() {
        List<EffectRow> effects = List.of(
                command("implement_loop.1/0001/command/attempt-1/1", 0),
                command("implement_loop.2/0001/command/attempt-1/1", 137),
                command("implement_loop.2/0001/command/attempt-1-again/1", 0),
                command("implement_loop.2/0001/command/fail-first-1-1/1", 1));
        List<CommandEvidence> commands = effects.stream()
                .map(effect -> CommandEvidence.of(effect).orElseThrow())
                .toList();
        Ticket ticket = Ticket.of(ticket());

        TicketEvidence.Proof proof = new TicketReader(effects, commands, path -> Optional.empty())
                .proofs(ticket, 1)
                .get(0);

        assertThat(proof.after().orElseThrow().job()).isEqualTo("attempt-1-again");
        assertThat(proof.after().orElseThrow().stageAttempt()).isEqualTo(2);
        assertThat(proof.holds()).isTrue();
    }

    private static ObjectNode ticket() {
        ObjectNode ticket = Json.object().put("id", "0001").put("title", "x").put("goal", "y");
        ObjectNode test = ticket.putArray("tests").addObject().put("mustFailFirst", true);
        test.putArray("argv").add("make").add("t");
        test.putArray("proves").add("AC-1");
        return ticket;
    }

    @Test
    void shouldPlanATraceThatKeepsToItsSchema() {
        ObjectNode spec = Json.object().put("title", "t").put("summary", "s");
        spec.putArray("acceptanceCriteria")
                .addObject()
                .put("id", "AC-1")
                .put("statement", "It holds.")
                .put("verification", "v");

        ObjectNode planned = Traceability.planned("run", Spec.of(spec), List.of(Ticket.of(ticket())));

        assertThat(JsonSchemas.validate("traceability", planned)).isEmpty();
        assertThat(planned.at("/criteria/0/tickets/0").asText()).isEqualTo("0001");
        assertThat(planned.at("/criteria/0/tests/0/passed").isNull()).isTrue();
    }

    @Test
    void shouldFindTheHunksOfEachFile() {
        String patch = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@ @@ -9 +9 @@\n one\n+@@ -5 +5 @@\n two\n"
                + "@@ -10 +11,0 @@\n-ten\ndiff --git a/b b/b\nBinary files differ\n";
        List<FileDiff> files = List.of(
                new FileDiff(FileDiff.Kind.MODIFY, "a", Optional.empty(), List.of("x"), List.of("ten"), false),
                new FileDiff(FileDiff.Kind.MODIFY, "b", Optional.empty(), List.of(), List.of(), true));

        List<FileEvidence> evidence = FileEvidence.of(files, patch);

        assertThat(evidence.get(0).hunks())
                .containsExactly(new FileEvidence.Hunk(1, 2, 1, 3), new FileEvidence.Hunk(10, 1, 11, 0));
        assertThat(evidence.get(1).hunks()).isEmpty();
        assertThat(evidence.get(1).binary()).isTrue();
    }

    @Test
    void shouldTakeFromAReadmeWhatItSaysOfBuilding() {
        String readme =
                "# Shop\nIntro\n## Building it\n```sh\n# not a heading\nmake\n```\n## History\nold\n## Run\n\n## Tests\nmake test\n";

        List<RunEvidence.ReadmeSection> sections = ReadmeSections.of("README.md", readme);

        assertThat(sections).extracting(RunEvidence.ReadmeSection::heading).containsExactly("Building it", "Tests");
        assertThat(sections.get(0).text()).isEqualTo("```sh\n# not a heading\nmake\n```");
    }

    @Test
    void shouldReadARoundOfChecksWithItsVerdictFromItsPage() {
        List<EffectRow> effects =
                List.of(look("checks-1", "timed_out"), look("checks-1-again", "failure"), look("checks-2", "success"));
        Map<String, String> artifacts = Map.of(
                "CI_EVIDENCE/round-1-seen.json", "{\"verdict\":\"infrastructure\",\"reason\":\"slow\"}",
                "CI_EVIDENCE/round-1.json", "{\"verdict\":\"caused_by_patch\",\"reason\":\"red\"}",
                "CI_EVIDENCE/final-tests.log", "green");

        CiEvidence ci = new CiReader(
                        effects, List.of(), path -> Optional.ofNullable(artifacts.get(path)), (from, to) -> List.of())
                .read(Json.array());

        assertThat(ci.rounds())
                .extracting(CiEvidence.Round::verdict)
                .containsExactly("infrastructure", "caused_by_patch", "success");
        assertThat(ci.rounds().get(2).seen().get(0).log()).hasValue("CI_EVIDENCE/final-tests.log");
        assertThat(ci.rounds().get(1).seen().get(0).log()).isEmpty();
    }

    private static EffectRow look(String name, String state) {
        return effect(
                StageId.PR_CI_GATE,
                "pr_ci_gate.1/-/observe/" + name,
                "observe",
                "{\"commit\":\"abc\"}",
                "{\"headSha\":\"abc\",\"open\":true,\"checks\":[{\"name\":\"tests\",\"state\":\"" + state + "\"}]}");
    }
}
