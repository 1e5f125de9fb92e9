package io.jenkins.plugins.openfactory.engine.stage.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStageTest {
    private static final List<String> OWN = List.of(
            "AUDIT.jsonl",
            "FINAL_SUMMARY.md",
            "RUNBOOK.md",
            "SECURITY_NOTES.md",
            "TEST_REPORT.md",
            "TRACEABILITY.json",
            "manifest.json",
            "pipeline.mmd",
            "provenance.dsse.json",
            "provenance.intoto.json",
            "provenance.pub.pem",
            "report/index.html",
            "report/run.json");

    /** What the statement can't name, because it is made of it. */
    private static final List<String> SEAL =
            List.of("manifest.json", "provenance.dsse.json", "provenance.intoto.json", "provenance.pub.pem");

    @TempDir
    static Path recorded;

    private static RecordedRun template;

    @TempDir
    Path folder;

    @BeforeAll
    static void record() throws IOException {
        template = RecordedRun.green(recorded, 3, "");
        template.close();
    }

    private static StageResult release(RecordedRun run) {
        return RecordedRun.stage().run(run.context());
    }

    private static String text(RecordedRun run, String path) {
        try {
            return new String(run.artifacts.get(path).orElseThrow(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> paths(RecordedRun run) throws IOException {
        return run.artifacts.list().stream().map(Artifact::path).toList();
    }

    @Test
    void shouldPublishEveryFileOfTheContractAndListItInTheManifest() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            StageResult result = release(run);

            assertThat(result).isInstanceOf(StageResult.Succeeded.class);
            assertThat(paths(run)).containsAll(OWN);
            Manifest manifest = Manifest.parse(text(run, "manifest.json"));
            assertThat(manifest.differences(run.artifacts.list())).isEmpty();
            assertThat(((StageResult.Succeeded) result).summary())
                    .isEqualTo(paths(run).size() + " files published for pull request #12");
        }
    }

    @Test
    void shouldKeepToTheSchemas() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            assertThat(JsonSchemas.validate("traceability", Json.read(text(run, "TRACEABILITY.json"))))
                    .isEmpty();
            assertThat(JsonSchemas.validate("run-status", Json.read(text(run, "report/run.json"))))
                    .isEmpty();
        }
    }

    @Test
    void shouldTraceEachCriterionToItsRunsCommitsAndHunks() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            JsonNode trace = Json.read(text(run, "TRACEABILITY.json"));
            JsonNode test = trace.at("/criteria/0/tests/0");
            assertThat(test.path("passed").asBoolean()).isTrue();
            assertThat(test.at("/before/passed").asBoolean(true)).isFalse();
            assertThat(test.at("/after/log").asText()).endsWith("/logs/attempt-2-1.log");
            assertThat(paths(run))
                    .contains(
                            test.at("/before/log").asText(),
                            test.at("/after/log").asText());
            assertThat(trace.at("/tickets/0/files/0/hunks/0/newLines").asInt()).isEqualTo(4);
            assertThat(trace.at("/criteria/1/tests/0/merged/result").asText()).isEqualTo("exit code 0");
            assertThat(trace.path("gates")).hasSize(2);
            assertThat(trace.path("headSha").asText()).isEqualTo(run.head());
        }
    }

    @Test
    void shouldShowTheRunAsItIsOnceTheBundleIsComplete() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            JsonNode status = Json.read(text(run, "report/run.json"));
            assertThat(status.path("status").asText()).isEqualTo("done");
            assertThat(status.at("/stages/7/status").asText()).isEqualTo("succeeded");
            assertThat(status.at("/stages/7/endedAt").asText()).isNotEmpty();
            assertThat(status.at("/sandbox/tier").asText()).isEqualTo("full");
        }
    }

    @Test
    void shouldNameSubjectsMaterialsAndTheAuditChainInTheProvenance() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            JsonNode statement = Json.read(text(run, "provenance.intoto.json"));
            assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
            assertThat(statement.path("predicateType").asText()).isEqualTo("https://slsa.dev/provenance/v1");
            assertThat(statement.at("/subject/0/digest/gitCommit").asText()).isEqualTo(run.head());
            Map<String, String> subjects = new TreeMap<>();
            statement
                    .path("subject")
                    .forEach(subject -> subjects.put(
                            subject.path("name").asText(),
                            subject.at("/digest/sha256").asText()));
            for (Artifact artifact : run.artifacts.list()) {
                if (!SEAL.contains(artifact.path())) {
                    assertThat(subjects).containsEntry(artifact.path(), artifact.sha256());
                }
            }
            JsonNode chain = statement.at("/predicate/runDetails/byproducts/0");
            List<io.jenkins.plugins.openfactory.store.AuditRow> audit = run.documents.audit();
            assertThat(chain.at("/digest/sha256").asText())
                    .isEqualTo(audit.get(audit.size() - 1).hash());
            assertThat(chain.at("/annotations/length").asInt()).isEqualTo(audit.size());
            assertThat(statement
                            .at("/predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit")
                            .asText())
                    .isEqualTo(run.context().config().baseCommit());
        }
    }

    @Test
    void shouldTellOfFailedAttemptsRefusalsAndFixes() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            assertThat(text(run, "FINAL_SUMMARY.md"))
                    .contains(
                            "Ticket 0001 (Show the level of part 1 ) took 2 attempts. Attempt 1 failed: 'make test-0001' failed.")
                    .contains("One reply with the tickets did not pass its checks and was asked for again.")
                    .contains("One command that the model proposed while planning was refused by the command policy")
                    .contains("Verdict: caused by patch")
                    .contains("Fix attempt 1 (commit " + run.head().substring(0, 12))
                    .contains("No review by a person is recorded.");
            assertThat(text(run, "SECURITY_NOTES.md"))
                    .contains("the option --eval is not allowed here")
                    .contains("| Files outside a ticket's contract | none |");
            assertThat(text(run, "RUNBOOK.md"))
                    .contains("git fetch https://git.example.org/shop/shop openfactory/" + RecordedRun.ID)
                    .contains("`make` builds it.")
                    .contains("make ci")
                    .doesNotContain("Old.");
            assertThat(text(run, "TEST_REPORT.md")).contains("3 of 3 hold, 3 of them failed without the change");
        }
    }

    @Test
    void shouldNotReleaseWhatIsNotGreen() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            List<String> before = paths(run);
            run.pullRequest("caused_by_patch", run.head(), "failure");
            notGreen(run, "'failure'");
            run.pullRequest("success", "a".repeat(40), "success");
            notGreen(run, "a".repeat(40));
            run.pullRequest("success", run.head(), "success");
            run.documents.save("checks", Json.array());
            notGreen(run, "required check tests");
            run.documents.save("green", Json.object());
            notGreen(run, "no commit was found green");
            assertThat(paths(run)).isEqualTo(before);
        }
    }

    private static void notGreen(RecordedRun run, String why) {
        assertThat(release(run)).isInstanceOfSatisfying(StageResult.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("not_green");
            assertThat(failed.text()).contains(why);
        });
    }

    @Test
    void shouldPublishNothingWhereASecretWouldLeak() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            String token = "ghp_" + "a1B2c3D4e5F6".repeat(3);
            run.artifacts.put("CI_EVIDENCE/extra.log", ("fine\n" + token + "\n").getBytes(StandardCharsets.UTF_8));

            StageResult result = release(run);

            assertThat(result).isInstanceOfSatisfying(StageResult.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo("leak_found");
                assertThat(failed.text())
                        .contains("CI_EVIDENCE/extra.log line 2 (github-token")
                        .doesNotContain(token);
            });
            assertThat(paths(run)).doesNotContainAnyElementsOf(OWN);
        }
    }

    @Test
    void shouldNotReleaseAChangeThatBelongsToNoTicket() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            List<String> before = paths(run);
            run.strayCommit("src/Stray.java", "class Stray {}\n");

            StageResult result = release(run);

            assertThat(result).isInstanceOfSatisfying(StageResult.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo("untraceable");
                assertThat(failed.text())
                        .isEqualTo("Nothing was released. The hunk at line 1 of src/Stray.java belongs to no ticket."
                                + " Start a new run.");
            });
            assertThat(paths(run)).isEqualTo(before);
        }
    }

    @Test
    void shouldRemoveWhatAKilledProcessLeftHalfWritten() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            Path left = folder.resolve("runs/" + RecordedRun.ID + "/artifacts/.partial/1234");
            java.nio.file.Files.createDirectories(left.getParent());
            java.nio.file.Files.writeString(left, "half a rep");

            release(run);

            assertThat(left).doesNotExist();
        }
    }

    @Test
    void shouldNotReleaseOnABrokenRecordOfCommands() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            run.forgeFirstRecord();

            assertThat(release(run)).isInstanceOfSatisfying(StageResult.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo("audit_broken");
                assertThat(failed.text()).contains("Link 1 was changed", "start a new run");
            });
            assertThat(paths(run)).doesNotContain("manifest.json", "AUDIT.jsonl");
        }
    }

    @Test
    void shouldSayWhoseEachHunkIs() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            release(run);

            JsonNode trace = Json.read(text(run, "TRACEABILITY.json"));
            assertThat(trace.path("changes")).hasSize(6);
            for (JsonNode file : trace.path("changes")) {
                for (JsonNode hunk : file.path("hunks")) {
                    assertThat(hunk.path("tickets")).hasSize(1);
                    assertThat(hunk.path("nobodys").asBoolean()).isFalse();
                }
            }
            assertThat(trace.at("/commits/3/fixes/0").asInt()).isEqualTo(1);
            assertThat(trace.at("/criteria/0/status").asText()).isEqualTo("proven");
        }
    }

    @Test
    void shouldReplaceTheFilesOfAFormerEntry() throws IOException {
        try (RecordedRun run = template.copy(folder)) {
            run.artifacts.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
            run.artifacts.put("report/index.html", "old".getBytes(StandardCharsets.UTF_8));

            RecordedRun.stage().run(run.context(StageId.RELEASE_ARTIFACTS, 2, Journal.Probe.NONE));

            Manifest manifest = Manifest.parse(text(run, "manifest.json"));
            assertThat(manifest.differences(run.artifacts.list())).isEmpty();
            assertThat(text(run, "report/index.html")).doesNotContain("old<");
        }
    }

    @Test
    void shouldMakeTheSameBundleAfterACrashAtAnyFile() throws IOException {
        Map<String, String> undisturbed;
        List<String> points = new ArrayList<>();
        try (RecordedRun run = template.copy(folder.resolve("undisturbed"))) {
            RecordedRun.stage().run(run.context(StageId.RELEASE_ARTIFACTS, 1, (point, key) -> points.add(point + key)));
            undisturbed = bundle(run);
        }
        int lookedAt = 2; // recorded in one flush, so without a point between intent and outcome
        assertThat(points).hasSize(4 * 13 + 3 * lookedAt);
        for (int crash = 6; crash < points.size(); crash += 8) {
            try (RecordedRun run = template.copy(folder.resolve("crash-" + crash))) {
                int[] left = {crash};
                assertThatThrownBy(() -> RecordedRun.stage()
                                .run(run.context(StageId.RELEASE_ARTIFACTS, 1, (point, key) -> {
                                    if (left[0]-- == 0) {
                                        throw new IllegalStateException("killed");
                                    }
                                })))
                        .hasMessage("killed");

                release(run);

                assertThat(bundle(run)).as("killed at %s", points.get(crash)).isEqualTo(undisturbed);
            }
        }
    }

    private static Map<String, String> bundle(RecordedRun run) throws IOException {
        Map<String, String> files = new TreeMap<>();
        paths(run).forEach(path -> files.put(path, text(run, path)));
        return files;
    }
}
