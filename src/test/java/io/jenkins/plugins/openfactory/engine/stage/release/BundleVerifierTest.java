package io.jenkins.plugins.openfactory.engine.stage.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.BundleArchive;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.sign.SigningKey;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.evidence.verify.ArchivedFiles;
import io.jenkins.plugins.openfactory.evidence.verify.BundleVerifier;
import io.jenkins.plugins.openfactory.evidence.verify.FolderFiles;
import io.jenkins.plugins.openfactory.evidence.verify.Problem;
import io.jenkins.plugins.openfactory.evidence.verify.Verification;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor's check of a real bundle, and of the same bundle with anything in it changed. */
class BundleVerifierTest {
    private static final SigningKey OTHER = SigningKey.generate();

    @TempDir
    static Path recorded;

    private static Path bundle;

    @TempDir
    Path folder;

    @BeforeAll
    static void release() throws IOException {
        try (RecordedRun run = RecordedRun.green(recorded, 3, "")) {
            assertThat(RecordedRun.stage().run(run.context())).isNotNull();
        }
        bundle = recorded.resolve("runs").resolve(RecordedRun.ID).resolve("artifacts");
    }

    private static Verification verify(Path folder, VerifyingKey... given) throws IOException {
        return BundleVerifier.verify(new FolderFiles(folder), List.of(given));
    }

    private static List<String> files(Path folder) throws IOException {
        return new FolderArtifactStore(folder)
                .list().stream().map(Artifact::path).toList();
    }

    private Path copy() throws IOException {
        Path to = folder.resolve("copy");
        for (String path : files(bundle)) {
            Files.createDirectories(to.resolve(path).getParent());
            Files.copy(bundle.resolve(path), to.resolve(path));
        }
        return to;
    }

    private static List<String> sentences(Verification result) {
        return result.checks().stream()
                .flatMap(check -> check.problems().stream())
                .map(Problem::sentence)
                .toList();
    }

    private static void assertNames(Verification result, String path, String what) {
        assertThat(result.valid()).as(what).isFalse();
        assertThat(result.checks().stream().flatMap(check -> check.problems().stream()))
                .as(what)
                .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(path));
    }

    @Test
    void shouldAcceptTheBundleThatWasReleased() throws IOException {
        Verification result = verify(copy());

        assertThat(sentences(result)).isEmpty();
        assertThat(result.valid()).isTrue();
        assertThat(result.trust()).isEqualTo(Verification.Trust.FIRST_USE);
        assertThat(result.keyId()).hasValue(RecordedRun.KEY.known().id());
        assertThat(result.runId()).isEqualTo(RecordedRun.ID);
        assertThat(result.files()).isEqualTo(files(bundle).size());
        assertThat(result.checks().stream().map(Verification.Check::id))
                .containsExactly(
                        "signature", "manifest", "subjects", "run", "freeze", "audit", "traceability", "tested");
        assertThat(result.toJson().path("valid").asBoolean()).isTrue();
    }

    @Test
    void shouldHoldTheSignatureAgainstTheKeyThatIsGiven() throws IOException {
        VerifyingKey right = RecordedRun.KEY.known();

        assertThat(verify(copy(), right).valid()).isTrue();
        assertThat(verify(folder.resolve("copy"), OTHER.known(), right).trust()).isEqualTo(Verification.Trust.GIVEN);
        assertThat(verify(folder.resolve("copy"), OTHER.known(), right).valid()).isTrue();
        Verification wrong = verify(folder.resolve("copy"), OTHER.known());
        assertNames(wrong, Provenance.ENVELOPE, "another key");
        assertThat(sentences(wrong))
                .contains("provenance.dsse.json is not signed with the key "
                        + OTHER.known().id() + ".");
    }

    @Test
    void shouldNameTheFileOfWhichAnyOneByteWasChanged() throws IOException {
        Path copy = copy();
        Random random = new Random(7);
        int changes = 0;
        for (String path : files(copy)) {
            byte[] good = Files.readAllBytes(copy.resolve(path));
            TreeSet<Integer> places = new TreeSet<>(List.of(0, good.length / 2, good.length - 1));
            for (int more = 0; more < 2; more++) {
                places.add(random.nextInt(good.length));
            }
            for (int place : places) {
                byte[] bad = good.clone();
                bad[place] ^= (byte) (1 + random.nextInt(255));
                Files.write(copy.resolve(path), bad);
                assertNames(verify(copy), path, path + " at " + place + " is " + bad[place]);
                changes++;
            }
            Files.write(copy.resolve(path), good);
        }
        assertThat(changes).isGreaterThan(150);
        assertThat(verify(copy).valid()).isTrue();
    }

    @Test
    void shouldNameEveryByteThatWasChangedInTheFilesOfTheSeal() throws IOException {
        Path copy = copy();
        for (String path : List.of(VerifyingKey.PATH, Provenance.ENVELOPE, Manifest.PATH)) {
            byte[] good = Files.readAllBytes(copy.resolve(path));
            int step = Math.max(1, good.length / 40);
            for (int place = 0; place < good.length; place += step) {
                byte[] bad = good.clone();
                bad[place] ^= 0x20;
                Files.write(copy.resolve(path), bad);
                assertNames(verify(copy), path, path + " at " + place);
            }
            Files.write(copy.resolve(path), good);
        }
    }

    @Test
    void shouldNameAFileThatWasTakenOutPutInCutOrGrown() throws IOException {
        Path copy = copy();
        for (String path : files(copy)) {
            byte[] good = Files.readAllBytes(copy.resolve(path));
            Files.delete(copy.resolve(path));
            assertNames(verify(copy), path, path + " is gone");
            Files.write(copy.resolve(path), java.util.Arrays.copyOf(good, good.length - 1));
            assertNames(verify(copy), path, path + " is cut");
            Files.write(copy.resolve(path), java.util.Arrays.copyOf(good, good.length + 1));
            assertNames(verify(copy), path, path + " has grown");
            Files.write(copy.resolve(path), good);
        }
        for (String path : List.of("extra.txt", ".hidden", ".partial/left", "TICKETS/extra.md")) {
            Files.createDirectories(copy.resolve(path).getParent());
            Files.writeString(copy.resolve(path), "extra");
            assertNames(verify(copy), path, path + " is extra");
            Files.delete(copy.resolve(path));
        }
    }

    @Test
    void shouldNotFollowALink() throws IOException {
        Path copy = copy();
        Files.move(copy.resolve("SPEC.json"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(copy.resolve("SPEC.json"), folder.resolve("elsewhere"));

        Verification result = verify(copy);

        assertNames(result, "SPEC.json", "a link");
        assertThat(sentences(result))
                .contains("SPEC.json is a link or a special file; a bundle holds plain files only.");
    }

    @Test
    void shouldNameFilesWhateverTheyAreCalled() throws IOException {
        Path copy = copy();
        for (String name : List.of("größe.txt", "\u202egpj.exe", "a\nb", "-rf", "SPEC.json ", "MANIFEST.JSON")) {
            Path file;
            try {
                file = Files.writeString(copy.resolve(name), "extra");
            } catch (java.nio.file.InvalidPathException e) {
                // This machine's locale has no such name.
                continue;
            }
            Verification result = verify(copy);
            assertNames(result, name, name);
            assertThat(sentences(result))
                    .allSatisfy(sentence ->
                            assertThat(sentence).doesNotContain("\n").doesNotContain("\u202e"));
            Files.delete(file);
        }
    }

    @Test
    void shouldNotWaitForWhatIsNoFile() throws IOException, InterruptedException {
        Path copy = copy();
        Files.delete(copy.resolve("TEST_REPORT.md"));
        int made = new ProcessBuilder("mkfifo", copy.resolve("TEST_REPORT.md").toString())
                .start()
                .waitFor();
        assertThat(made).isZero();

        assertNames(verify(copy), "TEST_REPORT.md", "a pipe");
    }

    @Test
    void shouldNotReadAFileThatNoRunMakes() throws IOException {
        Path copy = copy();
        try (java.io.RandomAccessFile huge =
                new java.io.RandomAccessFile(copy.resolve("AAA.bin").toFile(), "rw")) {
            huge.setLength(1L << 35);
        }

        Verification result = verify(copy);

        assertNames(result, "AAA.bin", "huge");
        assertThat(String.join("\n", sentences(result))).contains("AAA.bin was not read: the bundle is larger than");
    }

    /** Changes a file and makes every list agree with it again, as somebody would who can write the whole folder. */
    private Path forged(String path, Consumer<ObjectNode> change) throws IOException {
        Path copy = copy();
        ObjectNode json = (ObjectNode) Json.read(Files.readString(copy.resolve(path)));
        change.accept(json);
        Files.writeString(copy.resolve(path), Json.pretty(json));
        if (!path.equals(Provenance.PATH)) {
            state(copy);
        }
        seal(copy, RecordedRun.KEY);
        list(copy);
        return copy;
    }

    private static void state(Path copy) throws IOException {
        ObjectNode statement = (ObjectNode) Json.read(Files.readString(copy.resolve(Provenance.PATH)));
        for (JsonNode subject : statement.path("subject")) {
            if (subject.at("/digest/sha256").isTextual()) {
                Path file = copy.resolve(subject.path("name").asText());
                ((ObjectNode) subject.path("digest")).put("sha256", io.jenkins.plugins.openfactory.id.Sha256.hex(file));
            }
        }
        Files.writeString(copy.resolve(Provenance.PATH), Json.pretty(statement));
    }

    private static void seal(Path copy, SigningKey key) throws IOException {
        byte[] statement = Files.readAllBytes(copy.resolve(Provenance.PATH));
        Files.writeString(
                copy.resolve(Provenance.ENVELOPE),
                key.sign(Provenance.PAYLOAD_TYPE, statement).text());
        Files.writeString(copy.resolve(VerifyingKey.PATH), key.known().pem());
    }

    private static void list(Path copy) throws IOException {
        Manifest before = Manifest.parse(Files.readString(copy.resolve(Manifest.PATH)));
        Manifest now = Manifest.of(before.runId(), before.specSha256(), new FolderArtifactStore(copy).list());
        Files.writeString(copy.resolve(Manifest.PATH), now.text());
    }

    private static void assertOnly(Verification result, String check, String... parts) {
        assertThat(result.checks().stream().filter(each -> !each.passed()).map(Verification.Check::id))
                .containsExactly(check);
        assertThat(String.join("\n", sentences(result))).contains(parts);
    }

    @Test
    void shouldNoticeABundleThatWasSignedAgainWithAnotherKey() throws IOException {
        Path copy = copy();
        seal(copy, OTHER);
        list(copy);

        assertThat(verify(copy).valid()).isTrue();
        assertThat(verify(copy).keyId()).hasValue(OTHER.known().id());
        assertNames(verify(copy, RecordedRun.KEY.known()), VerifyingKey.PATH, "signed again");
    }

    @Test
    void shouldNoticeAChainThatWasCutShort() throws IOException {
        Path copy = copy();
        List<String> lines = new ArrayList<>(Files.readAllLines(copy.resolve("AUDIT.jsonl")));
        int all = lines.size();
        lines.remove(all - 1);
        Files.writeString(copy.resolve("AUDIT.jsonl"), String.join("\n", lines) + "\n");

        assertNames(verify(copy), "AUDIT.jsonl", "cut short");
        state(copy);
        seal(copy, RecordedRun.KEY);
        list(copy);
        assertThat(sentences(verify(copy)))
                .contains("AUDIT.jsonl is not the signed one: it was cut short: it has " + (all - 1)
                        + " links, and the provenance says " + all + ".");
        Files.writeString(copy.resolve("AUDIT.jsonl"), "");
        assertNames(verify(copy), "AUDIT.jsonl", "emptied");
    }

    @Test
    void shouldNoticeALinkThatWasChangedWithItsHash() throws IOException {
        Path copy = copy();
        String text = Files.readString(copy.resolve("AUDIT.jsonl"));
        Files.writeString(copy.resolve("AUDIT.jsonl"), text.replaceFirst("\"exitCode\":1", "\"exitCode\":0"));
        state(copy);
        seal(copy, RecordedRun.KEY);
        list(copy);

        assertThat(String.join("\n", sentences(verify(copy))))
                .contains("AUDIT.jsonl is broken: link ", "was changed: its hash is not that of its content.");
    }

    @Test
    void shouldNoticeATestThatDidNotEndAsItIsTold() throws IOException {
        Path copy = forged(
                "TRACEABILITY.json",
                json -> ((ObjectNode) json.at("/criteria/0/tests/0/before")).put("result", "exit code 3"));

        assertOnly(
                verify(copy), "traceability", "ended with exit code 3, and AUDIT.jsonl that it ended with exit code 1");
    }

    @Test
    void shouldDecideTheGateAgain() throws IOException {
        Path copy = forged("TRACEABILITY.json", json -> {
            ((ObjectNode) json.at("/changes/0/hunks/0")).put("nobodys", true);
            ((ObjectNode) json.at("/criteria/1/tests/0")).putNull("before");
        });

        assertOnly(
                verify(copy),
                "traceability",
                "criterion AC-2 is not shown: the test",
                "has not run without the change, and nobody approved it",
                "belongs to no ticket");
    }

    @Test
    void shouldNoticeACriterionThatIsLeftOut() throws IOException {
        Path copy = forged("TRACEABILITY.json", json -> ((ArrayNode) json.path("criteria")).remove(2));

        assertOnly(
                verify(copy), "traceability", "tells of the criteria [AC-1, AC-2], and the specification has [AC-1,");
    }

    @Test
    void shouldNoticeACheckThatRanOnAnotherCommit() throws IOException {
        Path copy =
                forged("report/run.json", json -> ((ObjectNode) json.at("/checks/0")).put("headSha", "b".repeat(40)));

        assertOnly(verify(copy), "tested", "report/run.json tells that the required check 'tests' ran on 'bbbb");
    }

    @Test
    void shouldNoticeAnotherHeadThanTheOneThatWasTested() throws IOException {
        Path copy = forged(
                Provenance.PATH, json -> ((ObjectNode) json.at("/subject/0/digest")).put("gitCommit", "c".repeat(40)));

        assertOnly(
                verify(copy),
                "tested",
                "tells the head of the pull request '",
                "which is not the head commit " + "c".repeat(40));
    }

    @Test
    void shouldNoticeASpecificationThatIsNotTheFrozenOne() throws IOException {
        Path copy = forged("SPEC.json", json -> json.put("title", "Something else"));

        assertOnly(verify(copy), "freeze", "SPEC.json was frozen as ");
    }

    @Test
    void shouldNoticeAFileThatTheStatementDoesNotName() throws IOException {
        Path copy = copy();
        Files.writeString(copy.resolve("extra.txt"), "extra");
        list(copy);

        assertOnly(verify(copy), "subjects", "extra.txt is not named by the signed statement.");
    }

    @Test
    void shouldBlameTheManifestWhereItAloneWasChanged() throws IOException {
        Path copy = copy();
        Manifest good = Manifest.parse(Files.readString(copy.resolve(Manifest.PATH)));
        List<Artifact> wrong = new ArrayList<>(good.artifacts());
        wrong.set(
                0,
                new Artifact(
                        wrong.get(0).path(),
                        wrong.get(0).size() + 1,
                        wrong.get(0).sha256()));
        Files.writeString(copy.resolve(Manifest.PATH), new Manifest(good.runId(), good.specSha256(), wrong).text());

        assertOnly(
                verify(copy),
                "manifest",
                "manifest.json is wrong about " + wrong.get(0).path());
    }

    @Test
    void shouldVerifyTheArchiveOfABundleAsItsFolder() throws IOException {
        Path file = folder.resolve("bundle.zip");
        try (java.io.OutputStream out = Files.newOutputStream(file);
                BundleArchive archive = new BundleArchive(out)) {
            archive.write(files(bundle), path -> Files.newInputStream(bundle.resolve(path)));
        }
        try (ArchivedFiles archived = new ArchivedFiles(file)) {
            Verification result = BundleVerifier.verify(archived, List.of(RecordedRun.KEY.known()));
            assertThat(sentences(result)).isEmpty();
            assertThat(result.files()).isEqualTo(files(bundle).size());
        }
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(13);
        for (int change = 0; change < 60; change++) {
            byte[] bad = good.clone();
            bad[random.nextInt(good.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bad);
            assertThat(holds(file)).as("change %d", change).isFalse();
        }
    }

    private static boolean holds(Path file) {
        try (ArchivedFiles archived = new ArchivedFiles(file)) {
            return BundleVerifier.verify(archived, List.of()).valid();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldSurviveAnythingInPlaceOfADocument() throws IOException {
        Path copy = copy();
        Random random = new Random(11);
        for (String path : List.of(
                Manifest.PATH,
                Provenance.PATH,
                Provenance.ENVELOPE,
                VerifyingKey.PATH,
                "AUDIT.jsonl",
                "TRACEABILITY.json",
                "SPEC.json",
                "report/run.json")) {
            byte[] good = Files.readAllBytes(copy.resolve(path));
            byte[] noise = new byte[300];
            random.nextBytes(noise);
            for (byte[] bad : List.of(
                    noise,
                    new byte[0],
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "[[]]".getBytes(StandardCharsets.UTF_8),
                    "null\n".getBytes(StandardCharsets.UTF_8),
                    "[".repeat(5000).getBytes(StandardCharsets.UTF_8))) {
                Files.write(copy.resolve(path), bad);
                assertNames(verify(copy), path, path);
            }
            Files.write(copy.resolve(path), good);
        }
    }
}
