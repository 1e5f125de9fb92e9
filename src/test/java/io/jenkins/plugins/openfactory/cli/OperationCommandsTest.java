package io.jenkins.plugins.openfactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.PostgresServer;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that an operator looks after the run record with. */
class OperationCommandsTest {
    @TempDir
    Path home;

    @BeforeEach
    void fill() {
        try (RunStore store = Stores.embedded(home.resolve("store.db"), Clock.systemUTC())) {
            for (int i = 0; i < 3; i++) {
                store.create(Rows.run("r" + i, Rows.NOW.plusSeconds(i)));
                store.update("r" + i, row -> row.withState(JobState.DONE));
            }
        }
    }

    private record Said(int code, String out, String err) {}

    private Said say(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        return exactly(all);
    }

    private static Said exactly(List<String> all) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(wrong, true, StandardCharsets.UTF_8));
            int code = Main.run(all.toArray(String[]::new));
            return new Said(code, said.toString(StandardCharsets.UTF_8), wrong.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void shouldTakeTheHomeBeforeTheCommandToo() {
        String runs = say("runs", "--json").out();

        assertThat(exactly(List.of("--home", home.toString(), "runs", "--json")).out())
                .isEqualTo(runs);
        assertThat(exactly(List.of("--home", "elsewhere", "runs", "--home", home.toString(), "--json"))
                        .out())
                .isEqualTo(runs);
    }

    @Test
    void shouldPruneRunsByCountAndByName() {
        assertThat(say("runs", "prune").code()).isEqualTo(ExitCode.USER);
        assertThat(Json.read(say("runs", "prune", "--keep", "2", "--dry-run", "--json")
                        .out()))
                .isEqualTo(Json.read("{\"dryRun\":true,\"runs\":[\"r0\"],\"artifacts\":[],\"exchanges\":[]}"));
        assertThat(Json.read(say("runs", "--json").out())).hasSize(3);

        assertThat(say("runs", "prune", "r1").code()).isEqualTo(ExitCode.DONE);
        assertThat(say("runs", "prune", "--keep", "1").out()).startsWith("1 runs");
        assertThat(Json.read(say("runs", "--json").out()).findValuesAsText("runId"))
                .containsExactly("r2");
        assertThat(say("runs", "prune", "r1").err()).contains("There is no run 'r1'");
    }

    @Test
    void shouldMoveTheRecordToPostgresAndGoOnThere() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.create("moved");
            assertThat(say("store", "migrate", "--to", "postgres").err()).contains("is no PostgreSQL address");

            Said moved = say("store", "migrate", "--from", "sqlite", "--to", url, "--json");

            assertThat(moved.code()).as(moved.err()).isEqualTo(ExitCode.DONE);
            assertThat(Json.read(moved.out()).path("verified").asBoolean()).isTrue();
            assertThat(home.resolve("store.json")).exists();
            assertThat(say("runs", "prune", "r0").code()).isEqualTo(ExitCode.DONE);
            assertThat(Json.read(say("runs", "--json").out())).hasSize(2);
            assertThat(say("store", "migrate", "--to", server.create("again")).err())
                    .contains("elsewhere already");
        }
    }

    @Test
    void shouldNameADamagedStoreRefuseItAndSetItAside() throws Exception {
        Path store = home.resolve("store.db");
        byte[] bytes = Files.readAllBytes(store);
        Arrays.fill(bytes, 4096, 3 * 4096, (byte) 0xa5);
        Files.write(store, bytes);

        assertThat(say("runs").err()).contains("damaged").contains("(store_corrupt)");
        Said doctor = say("doctor", "--json");
        assertThat(doctor.code()).isEqualTo(ExitCode.FAILED);
        assertThat(finding(doctor, "store").path("severity").asText()).isEqualTo("failure");
        assertThat(Files.readAllBytes(store)).isEqualTo(bytes);

        Said fixed = say("doctor", "--fix", "--json");
        assertThat(finding(fixed, "store").path("done").asText()).contains("set aside as " + store + ".damaged-");
        assertThat(finding(fixed, "clock").path("severity").asText()).isEqualTo("ok");
        assertThat(Json.read(say("runs", "--json").out())).isEmpty();
    }

    private static JsonNode finding(Said doctor, String name) {
        for (JsonNode finding : Json.read(doctor.out())) {
            if (finding.path("name").asText().equals(name)) {
                return finding;
            }
        }
        throw new AssertionError("the doctor says nothing of " + name + ": " + doctor.out() + doctor.err());
    }
}
