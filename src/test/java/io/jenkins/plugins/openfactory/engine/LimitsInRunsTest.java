package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model whose code has no end, in the whole pipeline: the limit ends it by its name, and the run works on. */
class LimitsInRunsTest extends Contract {
    private static final int SECONDS = 6;
    private static final Duration LATE = Duration.ofSeconds(2);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '%',
            quoteCharacter = '"',
            value = {
                "fork bomb % b() { b | b & }; b; sleep 600.0811 % processes % killed (processes)",
                "ten gibibytes % head -c 10737418240 /dev/zero > big % file_size % killed (file size)",
                "all memory % head -c 2000000000 /dev/zero | tail -c 2000000000 % memory % killed (memory)",
                "endless output % exec yes 600.0812 % wall_clock,output % killed (",
                "left the session % trap '' TERM INT; (trap '' TERM; setsid sleep 600.0813 &); sleep 600.0814 % wall_clock % killed (wall clock)",
                "sleeps % sleep 600.0815 % wall_clock % killed (wall clock)"
            })
    void shouldEndWhatHasNoEndByItsNameAndFinishTheOtherTicket(String name, String code, String reason, String said)
            throws IOException {
        workshop.script().farewell();
        workshop.script()
                .spec(2)
                .tickets(
                        ticket("0001")
                                .creates("endless.sh")
                                .creates("endless.mk")
                                .test(false, List.of("AC-1"), "make", "-f", "endless.mk", "endless"),
                        ticket("0002").creates("farewell.txt").greps("bye", "farewell.txt", "AC-2"))
                .reply(
                        "0001/attempt-1.md",
                        file("endless.mk", "endless:\n\t@bash endless.sh") + "\n" + file("endless.sh", code))
                .reply("0002/attempt-1.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run(workshop.settings().put("parallel", 2).put("policyFile", small().toString()));

        failed(row, StageId.IMPLEMENT_LOOP, "ticket_failed", "0001", said);
        assertThat(workshop.store().tickets(row.runId()))
                .extracting(TicketRow::state)
                .containsExactly(TicketState.FAILED, TicketState.SUCCEEDED);
        List<JsonNode> ends = ends(row);
        assertThat(ends).as("it is tried once more").hasSize(2).allSatisfy(end -> {
            String killed = end.path("killed").asText();
            assertThat(killed).isIn((Object[]) reason.split(","));
            assertThat(end.path("timedOut").asBoolean()).isEqualTo(killed.equals("wall_clock"));
            assertThat(end.path("truncated").asBoolean()).isEqualTo(name.equals("endless output"));
            assertThat(Duration.ofMillis(end.path("durationMillis").asLong()))
                    .isLessThan(Duration.ofSeconds(SECONDS).plus(LATE));
        });
        await().atMost(LATE).until(() -> !lives("600.081"));
    }

    /** The shipped policy with limits that a test can wait for. */
    private Path small() throws IOException {
        try (InputStream in = CommandPolicy.class.getResourceAsStream("/policy/default-policy.json")) {
            ObjectNode policy = (ObjectNode) Json.read(new String(in.readAllBytes()));
            policy.putObject("limits")
                    .put("wallClockSeconds", SECONDS)
                    .put("memoryMiB", 400)
                    .put("processes", 150)
                    .put("fileMiB", 64)
                    .put("outputKiB", 64);
            return Files.writeString(folder.resolve("policy.json"), Json.pretty(policy));
        }
    }

    /** How the endless commands ended, by the audit. */
    private List<JsonNode> ends(RunRow row) {
        List<JsonNode> audit = workshop.store().audit(row.runId()).stream()
                .map(link -> Json.read(link.record()))
                .toList();
        List<Long> started = audit.stream()
                .filter(record -> record.path("event").asText().equals("start")
                        && Json.texts(record.path("argv")).contains("endless.mk"))
                .map(record -> record.path("seq").asLong())
                .toList();
        return audit.stream()
                .filter(record -> record.path("event").asText().equals("end")
                        && started.contains(record.path("of").asLong()))
                .toList();
    }

    private static boolean lives(String word) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(word));
    }
}
