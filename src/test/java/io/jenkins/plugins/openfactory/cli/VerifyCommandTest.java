package io.jenkins.plugins.openfactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.stage.release.ReleasedRun;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor types, and what the command line answers. */
class VerifyCommandTest {
    @TempDir
    static Path home;

    private static Path bundle;

    @TempDir
    Path folder;

    private String out;

    @BeforeAll
    static void release() throws IOException {
        bundle = ReleasedRun.in(home);
    }

    private int factory(Object... words) {
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        PrintStream before = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            return Main.run(arguments);
        } finally {
            System.setOut(before);
            System.setErr(errors);
            out = captured.toString(StandardCharsets.UTF_8);
        }
    }

    private Path copy() {
        Path copy = folder.resolve("copy");
        assertThat(factory("artifacts", ReleasedRun.ID, "--home", home, "--copy", copy))
                .isZero();
        return copy;
    }

    @Test
    void shouldSayWhatHoldsAndWhatASignatureDoesNotProve() {
        assertThat(factory("verify", bundle)).isZero();
        assertThat(out)
                .contains("ok      Every file is as manifest.json lists it")
                .contains("trust on first use", ReleasedRun.key().id())
                .contains("A signature does not prove:", "that the host was honest", "that the change is good")
                .doesNotContain("FAILED");
    }

    @Test
    void shouldTakeTheKeyThatIsGiven() throws IOException {
        Path right =
                Files.writeString(folder.resolve("right.pem"), ReleasedRun.key().pem());
        assertThat(factory("verify", bundle, "--key", right)).isZero();
        assertThat(out).contains("which you gave").doesNotContain("first use");

        assertThat(factory("key", "show", "--home", folder.resolve("other"))).isZero();
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), out);
        assertThat(factory("verify", bundle, "--key", wrong)).isEqualTo(1);
        assertThat(out).contains("FAILED", "provenance.dsse.json is not signed with the key");

        assertThat(factory("verify", bundle, "--key", bundle.resolve("SPEC.json")))
                .isEqualTo(2);
        assertThat(out).contains("--key names", "SPEC.json", "BEGIN PUBLIC KEY");
    }

    @Test
    void shouldNameTheFileThatWasChangedAndExitWithOne() throws IOException {
        Path copy = copy();
        Files.writeString(copy.resolve("TEST_REPORT.md"), Files.readString(bundle.resolve("TEST_REPORT.md")) + " ");

        assertThat(factory("verify", copy)).isEqualTo(1);
        assertThat(out).contains("        TEST_REPORT.md has SHA-256 ").doesNotContain("A signature does not prove");

        assertThat(factory("verify", copy, "--json")).isEqualTo(1);
        JsonNode json = Json.read(out);
        assertThat(json.path("valid").asBoolean(true)).isFalse();
        assertThat(json.at("/checks/1/problems/0/file").asText()).isEqualTo("TEST_REPORT.md");
    }

    @Test
    void shouldTellToolsTheSame() {
        assertThat(factory("verify", bundle, "--json")).isZero();

        JsonNode json = Json.read(out);
        assertThat(json.path("valid").asBoolean()).isTrue();
        assertThat(json.path("runId").asText()).isEqualTo(ReleasedRun.ID);
        assertThat(json.at("/key/trust").asText()).isEqualTo("first-use");
        assertThat(json.path("headCommit").asText()).matches("[0-9a-f]{40}");
        assertThat(json.path("notProven")).hasSize(4);
    }

    @Test
    void shouldCallWhatIsNoBundleTheUsersMistake() throws IOException {
        assertThat(factory("verify", folder)).isEqualTo(2);
        assertThat(out).contains("which has no manifest.json");
        assertThat(factory("verify", Files.writeString(folder.resolve("notes.txt"), "notes")))
                .isEqualTo(2);
        assertThat(out).contains("neither a folder nor a zip archive");
        assertThat(factory("verify", folder.resolve("nowhere"))).isEqualTo(2);
    }

    @Test
    void shouldWriteTheBundleAsAnArchiveThatCanBeVerified() throws IOException {
        Path archive = folder.resolve("bundle.zip");

        assertThat(factory("artifacts", ReleasedRun.ID, "--home", home, "--archive", archive, "--json"))
                .isZero();
        assertThat(out).contains("bundle.zip: ", "SHA-256 " + io.jenkins.plugins.openfactory.id.Sha256.hex(archive));
        assertThat(factory("verify", archive)).isZero();
        assertThat(factory("artifacts", ReleasedRun.ID, "--home", home, "--archive", archive))
                .isEqualTo(2);
        assertThat(out).contains("which exists; choose a new file");

        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertThat(factory("verify", archive)).isEqualTo(1);
        Files.write(archive, java.util.Arrays.copyOf(bytes, 1000));
        assertThat(factory("verify", archive)).isEqualTo(1);
        assertThat(out).contains("bundle.zip can't be read: it is no archive as");
    }

    @Test
    void shouldArchiveNothingThatIsNotWhatTheRunMade() throws IOException {
        Path report = bundle.resolve("RUNBOOK.md");
        String good = Files.readString(report);
        Files.writeString(report, good + " ");
        try {
            Path archive = folder.resolve("bundle.zip");
            assertThat(factory("artifacts", ReleasedRun.ID, "--home", home, "--archive", archive))
                    .isEqualTo(4);
            assertThat(out).contains("RUNBOOK.md has SHA-256", "bundle_changed");
            assertThat(folder).isEmptyDirectory();
        } finally {
            Files.writeString(report, good);
        }
    }

    @Test
    void shouldCheckTheChainInTheStoreAgainstTheRelease() {
        assertThat(factory("audit", "verify", ReleasedRun.ID, "--home", home)).isZero();
        assertThat(out).contains("records, chain whole, head ");
    }

    @Test
    void shouldShowAndBringTheKey() throws IOException {
        Path own = folder.resolve("own");
        assertThat(factory("key", "show", "--home", own, "--json")).isZero();
        VerifyingKey made =
                VerifyingKey.parse(Json.read(out).path("publicKey").asText()).get(0);
        assertThat(Json.read(out).path("id").asText()).isEqualTo(made.id());

        Path secret = own.resolve("keys").resolve("signing.pem");
        Path other = folder.resolve("another");
        assertThat(factory("key", "import", secret, "--home", other)).isZero();
        assertThat(out).contains(made.pem(), made.id());
        assertThat(factory("key", "show", "--home", folder.resolve("third"))).isZero();
        assertThat(factory("key", "import", secret, "--home", folder.resolve("third")))
                .isEqualTo(2);
        assertThat(out).contains("--replace");
        assertThat(factory("key")).isEqualTo(2);
    }
}
