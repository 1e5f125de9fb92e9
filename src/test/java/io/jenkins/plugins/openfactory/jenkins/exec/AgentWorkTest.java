package io.jenkins.plugins.openfactory.jenkins.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does, done here after a trip through Java's serialisation, as the channel makes it. */
class AgentWorkTest {
    private static final AgentOrder ORDER = new AgentOrder(Optional.empty(), "full", false);
    private static final List<String> RECORDS = new ArrayList<>();

    @TempDir
    private Path workspace;

    private static final class Sink implements AuditSink, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public long append(String runId, String record) {
            RECORDS.add(record);
            return RECORDS.size();
        }
    }

    @Test
    void shouldRunACommandInTheAgentsSandbox() throws Exception {
        JsonNode described = Json.read(travel(AgentWork.describe(ORDER)).invoke(workspace.toFile(), null));
        assumeThat(described.at("/sandbox/tier").asText())
                .as("the FULL sandbox needs bubblewrap and user namespaces")
                .isEqualTo("FULL");
        Path open = Files.createTempDirectory(Path.of("/tmp"), "agent-work");
        Files.writeString(open.resolve("a.txt"), "hello\n");
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        RECORDS.clear();

        JsonNode answer = Json.read(travel(AgentWork.run(ORDER, request("cat", "a.txt"), new Sink()))
                .invoke(open.toFile(), null));

        CommandResult result = Json.value(answer.path("result"), CommandResult.class);
        assertThat(result.stdout()).isEqualTo("hello\n");
        assertThat(result.succeeded()).isTrue();
        assertThat(RECORDS).hasSize(2);
        assertThat(RECORDS.get(0)).contains("\"event\":\"start\"", "\"tier\":\"FULL\"");
    }

    @Test
    void shouldDenyWhatThePolicyDoesNotAllow() throws Exception {
        JsonNode answer = Json.read(travel(AgentWork.check(ORDER, request("sudo", "id"), new Sink()))
                .invoke(workspace.toFile(), null));

        assertThat(answer.at("/denied/code").asText()).isNotBlank();
        assertThat(answer.at("/denied/reason").asText()).contains("sudo");
    }

    @Test
    void shouldTidyAFolderAwayOnlyWhenNothingIsInIt() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve("openfactory"));
        Path run = Files.createDirectory(folder.resolve("run-2"));
        TreeWork.tidy().invoke(folder.toFile(), null);
        assertThat(run).exists();
        Files.delete(run);
        TreeWork.tidy().invoke(folder.toFile(), null);
        assertThat(folder).doesNotExist();
        TreeWork.tidy().invoke(folder.toFile(), null);
    }

    private static CommandRequest request(String... argv) {
        return new CommandRequest(
                "0".repeat(32),
                "run-1",
                Optional.of("0001"),
                StageId.IMPLEMENT_LOOP,
                "model",
                List.of(argv),
                Path.of("/nowhere"),
                "",
                Optional.of(Path.of("/git")),
                Optional.empty(),
                Optional.empty(),
                Limits.defaults());
    }

    private static AgentWork travel(AgentWork work) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(work);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (AgentWork) in.readObject();
        }
    }
}
