package io.jenkins.plugins.openfactory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordAndReplayTest {
    @TempDir
    Path folder;

    @Test
    void shouldReplayWhatWasRecorded() {
        ModelReply reply = new ModelReply("Grüße\n\u2028\"\\ ", 12, 3, "length", Duration.ofMillis(250), 2, true);
        record(request(Purpose.SPEC, null, 1, "the request"), reply);

        ReplayModel replay = replay();

        assertThat(replay.chat(request(Purpose.SPEC, null, 1, "the request"), new CancelToken()))
                .isEqualTo(reply);
        assertThat(replay.settings().provider()).isEqualTo("replay");
        assertThat(replay.settings().baseUrl()).isEqualTo(file().toUri().toString());
        assertThat(replay.settings().modelId()).isEqualTo("test-model");
        assertThat(replay.settings().seed()).contains(7);
    }

    @Test
    void shouldReplayARequestThatDiffersInVolatilePartsOnly() {
        record(request(Purpose.IMPLEMENT, "0001", 1, "Time elapsed: 0.1 s in /tmp/a1/x"), FakeModel.reply("fix"));

        assertThat(replay().chat(
                                request(Purpose.IMPLEMENT, "0001", 1, "Time elapsed: 3.7 s in /tmp/b2/x"),
                                new CancelToken())
                        .text())
                .isEqualTo("fix");
    }

    @Test
    void shouldKeepOneLineAnExchangeKeyedByItsHash() throws IOException {
        ModelRequest request = request(Purpose.IMPLEMENT, "0001", 2, "one\ntwo in /tmp/a1");
        record(request, FakeModel.reply("fix"));

        List<String> lines = Files.readAllLines(file());

        assertThat(lines).hasSize(1);
        assertThat(Json.read(lines.get(0)).path("sha256").asText())
                .isEqualTo(RequestNormaliser.sha256(request, FakeModel.SETTINGS));
        assertThat(lines.get(0)).contains("two in <tmp>").doesNotContain("/tmp/a1");
    }

    @Test
    void shouldReplayThePing() {
        new RecordingModel(new FakeModel(r -> FakeModel.reply("pong")), file()).ping(new CancelToken());

        assertThat(replay().ping(new CancelToken()).text()).isEqualTo("pong");
    }

    @Test
    void shouldAnswerAPingThatWasNotRecorded() {
        record(request(Purpose.SPEC, null, 1, "x"), FakeModel.reply("y"));

        assertThat(replay().ping(new CancelToken()).text()).isEqualTo("ok");
    }

    @Test
    void shouldReplayARepeatedRequestInOrderAndThenTheLastReplyAgain() {
        ModelRequest request = request(Purpose.SPEC, null, 1, "same");
        record(request, FakeModel.reply("first"));
        record(request, FakeModel.reply("second"));
        ReplayModel replay = replay();

        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> replay.chat(request, new CancelToken()).text()))
                .containsExactly("first", "second", "second");
    }

    @Test
    void shouldShowTheNearestRequestAndTheFirstDifference() {
        record(request(Purpose.SPEC, null, 1, "a\nb\nc"), FakeModel.reply("0"));
        record(request(Purpose.IMPLEMENT, "0002", 1, "a\nb\nX\nd\ne\nf"), FakeModel.reply("1"));
        record(request(Purpose.IMPLEMENT, "0001", 1, "z"), FakeModel.reply("2"));
        record(request(Purpose.IMPLEMENT, "0001", 1, "a\nb\nval = old;\nd\ne\nf"), FakeModel.reply("3"));

        ModelFault fault = missing(request(Purpose.IMPLEMENT, "0001", 1, "a\nb\nval = new;\nd\ne\nf"));

        assertThat(fault.kind()).isEqualTo(ModelFault.Kind.NOT_RECORDED);
        assertThat(fault.getMessage().lines())
                .containsExactly(
                        "The recording at " + file().toUri()
                                + " has no reply for implement, ticket 0001, attempt 1; record the run again or restore"
                                + " what it asked.",
                        "Nearest: line 4 of the recording, implement, ticket 0001, attempt 1, 85 % of its lines alike.",
                        "First difference: message 2 (user), line 3, column 7 (- recorded, + asked):",
                        "    1 | a",
                        "    2 | b",
                        "  - 3 | val = old;",
                        "  + 3 | val = new;",
                        "    4 | d");
    }

    @Test
    void shouldTellTheFieldsInWhichTheNearestRequestDiffers() {
        record(request(Purpose.CI_FIX, null, 1, "a\nb"), FakeModel.reply("0"));

        assertThat(missing(request(Purpose.CI_FIX, null, 2, "a\nb")))
                .hasMessageEndingWith("It differs in attempt (recorded 1, asked 2).");
    }

    @Test
    void shouldTellAMessageThatIsMissingOrTooMany() {
        record(request(Purpose.SPEC, null, 1, "a"), FakeModel.reply("0"));
        ModelRequest more = new ModelRequest(
                Purpose.SPEC,
                Optional.empty(),
                1,
                List.of(Message.system("Be brief."), Message.user("a"), Message.user("and\nanother")));

        assertThat(missing(more))
                .hasMessageEndingWith("First difference: message 3 (user) was asked but not recorded:\n  + 1 | and");
    }

    @Test
    void shouldShowWhereALineEndsAndWhatCannotBeSeen() {
        record(request(Purpose.SPEC, null, 1, "same\ncolour \u001b[31m"), FakeModel.reply("0"));

        assertThat(missing(request(Purpose.SPEC, null, 1, "same\ncolour  ")).getMessage())
                .contains("  - 2 | colour \\u001b[31m", "  + 2 | colour··");
        assertThat(missing(request(Purpose.SPEC, null, 1, "same")).getMessage())
                .contains("  + 2 | (the message ends here)");
    }

    @Test
    void shouldShowTheRightPartOfALongLine() {
        String start = "x".repeat(500);
        record(request(Purpose.SPEC, null, 1, start + "OLD" + start), FakeModel.reply("0"));

        ModelFault fault = missing(request(Purpose.SPEC, null, 1, start + "NEW" + start));

        assertThat(fault.getMessage().lines().filter(line -> line.startsWith("  -") || line.startsWith("  +")))
                .hasSize(2)
                .allMatch(line -> line.length() < 120)
                .anyMatch(line -> line.contains("xOLDx"))
                .anyMatch(line -> line.contains("xNEWx"));
    }

    @Test
    void shouldCutOffALineThatACrashTore() throws IOException {
        record(request(Purpose.SPEC, null, 1, "first"), FakeModel.reply("1"));
        Files.writeString(file(), "{\"v\":1,\"sha256\":\"torn", StandardOpenOption.APPEND);

        assertThat(replay().chat(request(Purpose.SPEC, null, 1, "first"), new CancelToken())
                        .text())
                .isEqualTo("1");
        record(request(Purpose.SPEC, null, 1, "second"), FakeModel.reply("2"));

        assertThat(Files.readAllLines(file())).hasSize(2);
        assertThat(replay().chat(request(Purpose.SPEC, null, 1, "second"), new CancelToken())
                        .text())
                .isEqualTo("2");
    }

    @Test
    void shouldRefuseALineThatWasEdited() throws IOException {
        record(request(Purpose.SPEC, null, 1, "first"), FakeModel.reply("1"));
        Files.writeString(file(), Files.readString(file()).replace("first", "other"));

        assertThatThrownBy(this::replay)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Line 1 of the recording")
                .hasMessageContaining("was edited");
    }

    @Test
    void shouldRefuseAFileThatIsNoRecording() throws IOException {
        assertThatThrownBy(this::replay).isInstanceOf(UserError.class).hasMessageContaining("can't be read");
        Files.write(file(), new byte[0]);
        assertThatThrownBy(this::replay).isInstanceOf(UserError.class).hasMessageContaining("holds no exchange");
        Files.writeString(file(), "hello\n");
        assertThatThrownBy(this::replay).isInstanceOf(UserError.class).hasMessageContaining("is not an exchange");
        Files.writeString(file(), "{\"v\":9}\n");
        assertThatThrownBy(this::replay).isInstanceOf(UserError.class).hasMessageContaining("version '9'");
        Files.write(file(), "\u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::replay).isInstanceOf(UserError.class).hasMessageContaining("can't be read");
    }

    @Test
    void shouldRefuseARecordingThatCannotBeMade() throws IOException {
        Path blocked = folder.resolve("file");
        Files.createFile(blocked);

        assertThatThrownBy(() -> new RecordingModel(new FakeModel(r -> FakeModel.reply("")), blocked.resolve("x")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("can't be made");
        assertThatThrownBy(() -> new RecordingModel(new FakeModel(r -> FakeModel.reply("")), folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("can't be written");
    }

    @Test
    void shouldKeepEveryExchangeOfParallelCalls() {
        RecordingModel model = new RecordingModel(
                new FakeModel(r -> FakeModel.reply(r.messages().get(1).text())), folder.resolve("new/rec.jsonl"));

        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> model.chat(request(Purpose.SPEC, null, 1, "request " + i), new CancelToken()));

        ReplayModel replay = new ReplayModel(folder.resolve("new/rec.jsonl"));
        assertThat(IntStream.range(0, 40)
                        .mapToObj(i -> replay.chat(request(Purpose.SPEC, null, 1, "request " + i), new CancelToken())
                                .text()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> "request " + i).toList());
    }

    private void record(ModelRequest request, ModelReply reply) {
        new RecordingModel(new FakeModel(r -> reply), file()).chat(request, new CancelToken());
    }

    private ReplayModel replay() {
        return new ReplayModel(file());
    }

    private ModelFault missing(ModelRequest request) {
        return catchThrowableOfType(ModelFault.class, () -> replay().chat(request, new CancelToken()));
    }

    private Path file() {
        return folder.resolve("rec.jsonl");
    }

    private static ModelRequest request(Purpose purpose, String ticket, int attempt, String text) {
        return new ModelRequest(
                purpose,
                Optional.ofNullable(ticket),
                attempt,
                List.of(Message.system("Be brief."), Message.user(text)));
    }
}
