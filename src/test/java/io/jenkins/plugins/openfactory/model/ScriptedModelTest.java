package io.jenkins.plugins.openfactory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedModelTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SPEC,,1,spec.json",
        "SPEC,,1,spec.md",
        "SPEC,,2,spec-2.json",
        "SPEC,,3,spec-3.md",
        "ARCHITECTURE,,1,architecture.md",
        "ARCHITECTURE,,2,architecture-2.md",
        "TICKETS,,1,tickets.json",
        "TICKETS,,1,tickets.md",
        "TICKETS,,2,tickets-2.json",
        "IMPLEMENT,0001,1,0001/attempt-1.md",
        "IMPLEMENT,0012,3,0012/attempt-3.md",
        "CI_FIX,,1,ci-fix-1.md",
        "PREFLIGHT,,1,preflight.md",
    })
    void shouldAnswerFromTheFileOfPurposeTicketAndAttempt(Purpose purpose, String ticket, int attempt, String name)
            throws IOException {
        write(name, "the reply");

        ModelReply reply = chat(request(purpose, ticket, attempt));

        assertThat(reply.text()).isEqualTo("the reply");
        assertThat(reply.finishReason()).isEqualTo("stop");
        assertThat(reply.tries()).isEqualTo(1);
    }

    @Test
    void shouldEstimateTokensAsAQuarterOfTheCharactersRoundedUp() throws IOException {
        write("spec.json", "12345");

        ModelReply reply = chat(new ModelRequest(
                Purpose.SPEC, Optional.empty(), 1, List.of(Message.system("1234"), Message.user("123456789"))));

        assertThat(reply.promptTokens()).isEqualTo(1 + 3);
        assertThat(reply.completionTokens()).isEqualTo(2);
    }

    @Test
    void shouldNameTheFilesThatWereLookedFor() {
        assertThatThrownBy(() -> chat(request(Purpose.TICKETS, null, 2)))
                .asInstanceOf(type(ModelFault.class))
                .satisfies(fault -> {
                    assertThat(fault.kind()).isEqualTo(ModelFault.Kind.NOT_RECORDED);
                    assertThat(fault)
                            .hasMessageContaining("tickets, attempt 2")
                            .hasMessageContaining("tickets-2.json or tickets-2.md")
                            .hasMessageContaining(folder.toUri().toString());
                });
    }

    @Test
    void shouldAnswerPreflightWithoutAFile() {
        assertThat(ScriptedModel.inFolder(folder).ping(new CancelToken()).text())
                .isEqualTo("ok");
    }

    @Test
    void shouldReadFromTheClassPath() throws IOException {
        write("examples/demo/spec.json", "{}");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            ScriptedModel model = ScriptedModel.onClassPath(loader, "examples/demo");

            assertThat(model.chat(request(Purpose.SPEC, null, 1), new CancelToken())
                            .text())
                    .isEqualTo("{}");
            assertThatThrownBy(() -> model.chat(request(Purpose.ARCHITECTURE, null, 1), new CancelToken()))
                    .isInstanceOf(ModelFault.class)
                    .hasMessageContaining("classpath:examples/demo")
                    .hasMessageContaining("architecture.md");
        }
    }

    @Test
    void shouldReadFromAnyFunction() {
        Map<String, byte[]> files = Map.of("ci-fix-1.md", "fixed".getBytes(StandardCharsets.UTF_8));
        ScriptedModel model =
                new ScriptedModel(ScriptedModel.settings("memory:test"), name -> Optional.ofNullable(files.get(name)));

        assertThat(model.chat(request(Purpose.CI_FIX, "0001", 1), new CancelToken())
                        .text())
                .isEqualTo("fixed");
    }

    @Test
    void shouldRefuseAFolderThatIsNotThere() {
        Path missing = folder.resolve("nowhere");

        assertThatThrownBy(() -> ScriptedModel.inFolder(missing))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void shouldRefuseAReplyThatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("spec.json"), new byte[] {(byte) 0xC3, '('});

        assertThatThrownBy(() -> chat(request(Purpose.SPEC, null, 1)))
                .asInstanceOf(type(ModelFault.class))
                .extracting(ModelFault::kind)
                .isEqualTo(ModelFault.Kind.BAD_REPLY);
    }

    @Test
    void shouldRefuseATicketIdThatIsNoNumber() {
        assertThatThrownBy(() -> chat(request(Purpose.IMPLEMENT, "../x", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStopWhenCancelled() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();

        assertThatThrownBy(() -> ScriptedModel.inFolder(folder).chat(request(Purpose.SPEC, null, 1), cancel))
                .isInstanceOf(RunCancelledException.class);
    }

    private ModelReply chat(ModelRequest request) {
        return ScriptedModel.inFolder(folder).chat(request, new CancelToken());
    }

    private static ModelRequest request(Purpose purpose, String ticket, int attempt) {
        return new ModelRequest(purpose, Optional.ofNullable(ticket), attempt, List.of(Message.user("anything")));
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
