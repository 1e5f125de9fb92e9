package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attacks of docs/execution.md as argument lists, each proposed for real to a runner of the FULL tier. */
class AttacksTest {
    private static final String SECRET = "the content of a file outside of the workspace";

    @TempDir
    private Path folder;

    private RunnerFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = RunnerFixture.full(folder, CommandPolicy.shipped());
        Files.writeString(folder.resolve("secret.txt"), SECRET);
        fixture.file("a.txt", "[1]\n").file("sub/b.txt", "b\n").file("cat", "#!/bin/sh\ntouch /workspace/pwned\n");
        fixture.file("A.java", "class A {}").file("opts", "-J-version").file("Makefile", "all:\n\ttrue\n");
        fixture.workspace.resolve("cat").toFile().setExecutable(true, false);
        Files.createSymbolicLink(fixture.workspace.resolve("link"), Path.of("/etc"));
        Files.createSymbolicLink(fixture.workspace.resolve("dangling"), Path.of("/nonexistent/x"));
        Files.createSymbolicLink(fixture.workspace.resolve("loop"), Path.of("loop"));
    }

    @Test
    void shouldRefuseEveryAttackByItsRuleAndChangeNothing() throws IOException {
        List<String> before = listing();
        SoftAssertions softly = new SoftAssertions();
        for (JsonNode attack : attacks()) {
            List<String> argv = new ArrayList<>();
            attack.get("argv").forEach(word -> argv.add(word.asText()));
            CommandOutcome outcome = fixture.run(fixture.request(argv.toArray(String[]::new)));

            String expected = attack.get("code").asText();
            if (outcome instanceof Denied denied) {
                softly.assertThat(denied.code() + " " + denied.rule())
                        .as("%s: %s", argv, denied.reason())
                        .isEqualTo(expected + " " + attack.get("rule").asText());
            } else {
                CommandResult result = (CommandResult) outcome;
                softly.assertThat("RUNS").as("%s", argv).isEqualTo(expected);
                softly.assertThat(result.stdout() + result.stderr()).doesNotContain(SECRET, "root:x:0");
            }
        }
        softly.assertAll();
        assertThat(fixture.audit)
                .filteredOn(record -> record.get("event").asText().equals("denied"))
                .hasSizeGreaterThan(250);
        assertThat(listing()).isEqualTo(before);
        assertThat(fixture.workspace.resolve("pwned")).doesNotExist();
    }

    /** npx takes what lies beside a globally installed npm for a program of the workspace, and that is all of {@code /usr/bin}. */
    @Test
    void shouldNotLetNpxRunTheMachinesOwnPrograms() {
        CommandResult result = fixture.ran(fixture.request("npx", "seq", "70013", "70014"));

        assertThat(result.exitCode()).isNotEqualTo(OptionalInt.of(0));
        assertThat(result.stdout()).doesNotContain("70013");
    }

    private static List<JsonNode> attacks() throws IOException {
        try (InputStream in = AttacksTest.class.getResourceAsStream("/exec/attacks.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::read)
                    .toList();
        }
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.naturalOrder()).map(Path::toString).toList();
        }
    }
}
