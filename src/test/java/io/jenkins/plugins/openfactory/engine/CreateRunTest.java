package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can't become a run is refused before anything is recorded. */
class CreateRunTest extends Contract {
    @Test
    void shouldRefuseAnEmptyRequest() {
        refused(() -> workshop.create(" \n\t\n", workshop.settings()), "The request is empty");
    }

    @Test
    void shouldRefuseARequestOfAMebibyte() {
        refused(() -> workshop.create("x".repeat(1 << 20), workshop.settings()), "1048576", "262144");
    }

    @Test
    void shouldTakeTheLongestRequest() {
        assertThat(workshop.create("ä".repeat(128 * 1024), workshop.settings())).isNotBlank();
        assertThat(workshop.store().runs(9).get(0).title()).hasSize(120);
    }

    @Test
    void shouldRefuseANulInTheRequest() {
        refused(() -> workshop.create("a\0b", workshop.settings()), "NUL");
    }

    @Test
    void shouldRefuseAFolderThatIsNoRepository() throws IOException {
        Path plain = Files.createDirectory(folder.resolve("plain"));
        refused(() -> create(plain.toString(), Optional.empty()), plain.toString());
    }

    @Test
    void shouldRefuseAPathThatIsNotThere() {
        refused(() -> create(folder.resolve("gone").toString(), Optional.empty()), "gone");
    }

    @Test
    void shouldRefuseARepositoryWithoutACommit() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        RealGit.git(empty, "init", "-q", "-b", "main");
        refused(() -> create(empty.toString(), Optional.empty()), empty.toString(), "commit");
    }

    @Test
    void shouldRefuseUncommittedChanges() throws IOException {
        Path source = workshop.source(Script.SOURCE);
        Files.writeString(source.resolve("greeting.txt"), "changed\n");
        refused(() -> create(source.toString(), Optional.empty()), source.toString(), "greeting.txt");
    }

    @Test
    void shouldRefuseABranchThatIsNotThere() {
        Path source = workshop.source(Script.SOURCE);
        refused(() -> create(source.toString(), Optional.of("release")), "release");
    }

    @Test
    void shouldRefuseAProjectFileThatBreaksItsSchema() {
        workshop.source(".openfactory.yml", "attempts: many\n");
        refused(() -> workshop.create(workshop.settings()), ".openfactory.yml", "attempts");
    }

    @Test
    void shouldRefuseAProjectFileThatIsNoYaml() {
        workshop.source(".openfactory.yml", "gates: [unclosed\n");
        refused(() -> workshop.create(workshop.settings()), ".openfactory.yml");
    }

    @Test
    void shouldRefuseAProjectFileThatIsNoMapping() {
        workshop.source(".openfactory.yml", "- just\n- a list\n");
        refused(() -> workshop.create(workshop.settings()), ".openfactory.yml");
    }

    @Test
    void shouldTakeAProjectFileOfCommentsOnly() {
        workshop.source(".openfactory.yml", "# nothing yet\n");
        assertThat(workshop.create(workshop.settings())).isNotBlank();
    }

    @Test
    void shouldRefuseASettingOutOfItsRange() {
        ObjectNode settings = workshop.settings().put("attempts", 99);
        refused(() -> workshop.create(settings), "attempts", "99", "1 to 10");
    }

    @Test
    void shouldRefuseASettingOfTheWrongType() {
        ObjectNode settings = workshop.settings().put("attempts", "many");
        refused(() -> workshop.create(settings), "attempts");
    }

    @Test
    void shouldRefuseARunWithoutAModel() {
        ObjectNode settings = workshop.settings();
        settings.remove("model");
        refused(() -> workshop.create(settings), "--model-kind");
    }

    @Test
    void shouldRefuseARequestWithATokenInIt() {
        String token = "ghp_" + "Aq3dF6hJ9".repeat(4);
        refused(
                () -> workshop.factory()
                        .create(new NewRun(
                                "Do something.\nUse " + token + " for it.",
                                "test",
                                workshop.source(Script.SOURCE).toString(),
                                Optional.empty(),
                                workshop.settings())),
                "line 2",
                "github-token",
                "ghp_**** (40 characters)",
                "take it out");
    }

    private String create(String repository, Optional<String> base) {
        return workshop.factory().create(new NewRun("Do something.", "test", repository, base, workshop.settings()));
    }

    private void refused(Runnable creation, String... words) {
        UserError error = catchThrowableOfType(UserError.class, creation::run);

        assertThat(error).as("a UserError").isNotNull();
        clear(error.getMessage());
        assertThat(error.getMessage()).contains(words);
        assertThat(workshop.store().runs(10)).isEmpty();
        try (Stream<Path> left = runs()) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Stream<Path> runs() throws IOException {
        Path runs = workshop.home().root().resolve("runs");
        return Files.exists(runs) ? Files.list(runs) : Stream.empty();
    }
}
